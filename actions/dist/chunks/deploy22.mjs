function e(e,t){return t.length>0?[e,t.map(e=>`- ${n(e)}`).join(`
`)]:[]}function t(e,t){if(t.length===0)return[];let r=e=>`| ${e.map(n).join(` | `)} |`;return[[r(e),r(e.map(()=>`---`)),...t.map(r)].join(`
`)]}function n(e){return e.replaceAll(`|`,`\\|`).replaceAll(/\s*\n\s*/g,` `)}export{t as n,e as t};