import{m as e}from"./roof.mjs";function t(t,n){return n.length>0?[t,n.map(t=>`- ${e(t)}`).join(`
`)]:[]}function n(t,n){if(n.length===0)return[];let r=e=>`| ${e.join(` | `)} |`;return[[r(t),r(t.map(()=>`---`)),...n.map(t=>r(t.map(e)))].join(`
`)]}export{n,t};