import{n as e}from"./rolldown-runtime.mjs";import{A as t,B as n,D as r,T as i,w as a}from"./deploy8.mjs";import{n as o}from"./deploy7.mjs";import{posix as s}from"node:path";var c=e({pnpmLinks:()=>l});const l=o(e=>{let t=n(e).lockfile,r=d(t)?void 0:h(t);if(r)return u(e=>r.get(e)??[],JSON.stringify([...r]));let o=i(a(e));return u(e=>b(o,e),t)});function u(e,t){return{from:e,named:()=>[],isElsewhere:()=>!0,key:t}}function d(e){let t=e.indexOf(`
snapshots:`);return t>=0&&(e.includes(`: link:`,t)||e.includes(`: file:`,t))}const f=/(?:link|file):/g,p=/^\n {2}(?:'([^'\n]+)'|([^\s'"].*)):(?: \{\})?\n/,m=/\n {4}devDependencies:(?:\n {5}.*)*/;function h(e){let t=e.indexOf(`
importers:
`);if(t<0)return e.search(f)<0?new Map:void 0;let n=e.indexOf(`
packages:
`,t),r=`${e.slice(t+12-1,n<0?void 0:n)}\n\n`,i=new Map,a=0;for(let{index:e}of r.matchAll(f)){if(e<a)continue;let t=r.lastIndexOf(`

`,e)+1;a=r.indexOf(`

`,e)+1;let n=t>0&&g(r.slice(t,a));if(!n)return;i.set(...n)}return i}function g(e){let[t,n,r]=p.exec(e)??[],i=n??r;if(t===void 0||i===void 0)return;let a=e.slice(t.length-1),o=i===`.`?a.replace(m,``):a;if(/\n {0,2}\S/.test(o))return;let s=[];for(let{index:e}of o.matchAll(f)){let t=o.slice(o.lastIndexOf(`
`,e)+1,o.indexOf(`
`,e));if(t.startsWith(`        specifier: `))continue;let n=t.startsWith(_)?v(t.slice(_.length),i):void 0;if(n===void 0)return;s.push(n)}return[i,s]}const _=`        version: `;function v(e,t){let[,n,r]=/^(?:[^'"]*@)?(link|file):([^'"()]*)(?:\(.*)?$/.exec(e)??[];return r===void 0?void 0:y(n===`link`?t:`.`,r)}function y(e,t){let n=e.includes(`/`)&&/^\.\.((?:\/[^./][^/]*)+)$/.exec(t)?.[1];return n?e.slice(0,e.lastIndexOf(`/`))+n:s.join(e,t)}function b({importers:e,snapshots:n},i){let a=e[i]??{},o=r(i===`.`?{...a,devDependencies:{}}:a),s=t({importers:{[i]:{dependencies:o}},snapshots:n},[i]).flatMap(e=>Object.values(r(n[e]??{})));return[...Object.values(o).map(({version:e})=>v(e,i)),...s.map(e=>v(e,`.`))].filter(e=>e!==void 0)}export{c as t};