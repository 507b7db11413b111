import{h as e,m as t}from"./roof.mjs";function n({message:n,hint:r}){let[i=``,...a]=n.trim().split(`
`),o=a.join(`
`).trimEnd();return[`**${t(i)}**`,...o?[e(o,`text`).join(`
`)]:[],...r?r.split(`
`).filter(Boolean):[]]}export{n as t};