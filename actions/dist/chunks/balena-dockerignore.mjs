import{r as e,t}from"./rolldown-runtime.mjs";var n=t(((t,n)=>{
/**
* @license
* Copyright 2020 Balena Ltd.
*
* Licensed under the Apache License, Version 2.0 (the "License");
* you may not use this file except in compliance with the License.
* You may obtain a copy of the License at
*
*    http://www.apache.org/licenses/LICENSE-2.0
*
* Unless required by applicable law or agreed to in writing, software
* distributed under the License is distributed on an "AS IS" BASIS,
* WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
* See the License for the specific language governing permissions and
* limitations under the License.
*
* ------------------------------------------------------------------------
*
* Copyright 2018 Zeit, Inc.
* Licensed under the MIT License. See file LICENSE.md for a full copy.
*
* ------------------------------------------------------------------------
*/
let r=e(`path`),i=e=>new IgnoreBase(e);i.default=i,n.exports=i;function a(e){return Array.isArray(e)?e:[e]}let o=r.sep===`\\`?/(?<=.)\\$/:/(?<=.)\/$/,s=typeof Symbol<`u`?Symbol.for(`dockerignore`):`dockerignore`;function c(e){return r.normalize(e).replace(o,``)}function l(e){return r.sep===`/`?e:e.replace(/\\/g,`/`)}function u(e){return r.sep===`/`?e:e.replace(/\//g,r.sep)}var IgnoreBase=class{constructor({ignorecase:e=!0}={}){this._rules=[],this._ignorecase=e,this[s]=!0,this._initCache()}_initCache(){this._cache={}}add(e){return this._added=!1,typeof e==`string`&&(e=e.split(/\r?\n/g)),a(e).forEach(this._addPattern,this),this._added&&this._initCache(),this}addPattern(e){return this.add(e)}_addPattern(e){if(e&&e[s])this._rules=this._rules.concat(e._rules),this._added=!0;else if(this._checkPattern(e)){let t=this._createRule(e.trim());t!==null&&(this._added=!0,this._rules.push(t))}}_checkPattern(e){return e&&typeof e==`string`&&e.indexOf(`#`)!==0&&e.trim()!==``}filter(e){return a(e).filter(e=>this._filter(e))}createFilter(){return e=>this._filter(e)}ignores(e){return!this._filter(e)}_createRule(e){let t=e,n=!1;if(e[0]===`!`&&(n=!0,e=e.substring(1).trim()),e.length>0&&(e=c(e),e=l(e),e.length>1&&e[0]===`/`&&(e=e.slice(1))),n&&(e=`!`+e),e=e.trim(),e===``)return null;if(e=c(e),e[0]===`!`){if(e.length===1)return null;n=!0,e=e.substring(1)}else n=!1;return{origin:t,pattern:e,dirs:e.split(r.sep),negative:n}}_filter(e){return e?e in this._cache?this._cache[e]:this._cache[e]=this._test(e):!1}_test(e){e=u(e);let t=c(r.dirname(e)),n=t.split(r.sep),i=!1;return this._rules.forEach(a=>{let o=this._match(e,a);if(!o&&t!==`.`){if(a.dirs.includes(`**`))for(let e=a.dirs.filter(e=>e!==`**`).length;e<=n.length;e++)o||=this._match(n.slice(0,e).join(r.sep),a);else a.dirs.length<=n.length&&(o=this._match(n.slice(0,a.dirs.length).join(r.sep),a))}o&&(i=!a.negative)}),!i}_match(e,t){return this._compile(t).regexp.test(e)}_compile(e){if(e.regexp)return e;let t=`^`,n=r.sep===`\\`?`\\\\`:r.sep;for(let i=0;i<e.pattern.length;i++){let a=e.pattern[i];if(a===`*`)e.pattern[i+1]===`*`?(i++,e.pattern[i+1]===r.sep&&i++,e.pattern[i+1]===void 0?t+=`.*`:t+=`(.*${n})?`):t+=`[^${n}]*`;else if(a===`?`)t+=`[^${n}]`;else if(a===`.`||a===`$`)t+=`\\${a}`;else if(a===`\\`){if(r.sep===`\\`){t+=n;continue}e.pattern[i+1]===void 0?t+=`\\`:(t+=`\\`+e.pattern[i+1],i++)}else t+=a}return t+=`$`,e.regexp=new RegExp(t,this._ignorecase?`i`:``),e}}}));export{n as t};