import{__commonJSMin,__require}from"./rolldown-runtime.mjs";var require_ignore=__commonJSMin(((e,t)=>{
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
let n=__require(`path`),factory=e=>new IgnoreBase(e);factory.default=factory,t.exports=factory;function make_array(e){return Array.isArray(e)?e:[e]}let r=n.sep===`\\`?/(?<=.)\\$/:/(?<=.)\/$/,i=typeof Symbol<`u`?Symbol.for(`dockerignore`):`dockerignore`;function cleanPath(e){return n.normalize(e).replace(r,``)}function toSlash(e){return n.sep===`/`?e:e.replace(/\\/g,`/`)}function fromSlash(e){return n.sep===`/`?e:e.replace(/\//g,n.sep)}var IgnoreBase=class{constructor({ignorecase:e=!0}={}){this._rules=[],this._ignorecase=e,this[i]=!0,this._initCache()}_initCache(){this._cache={}}add(e){return this._added=!1,typeof e==`string`&&(e=e.split(/\r?\n/g)),make_array(e).forEach(this._addPattern,this),this._added&&this._initCache(),this}addPattern(e){return this.add(e)}_addPattern(e){if(e&&e[i])this._rules=this._rules.concat(e._rules),this._added=!0;else if(this._checkPattern(e)){let t=this._createRule(e.trim());t!==null&&(this._added=!0,this._rules.push(t))}}_checkPattern(e){return e&&typeof e==`string`&&e.indexOf(`#`)!==0&&e.trim()!==``}filter(e){return make_array(e).filter(e=>this._filter(e))}createFilter(){return e=>this._filter(e)}ignores(e){return!this._filter(e)}_createRule(e){let t=e,r=!1;if(e[0]===`!`&&(r=!0,e=e.substring(1).trim()),e.length>0&&(e=cleanPath(e),e=toSlash(e),e.length>1&&e[0]===`/`&&(e=e.slice(1))),r&&(e=`!`+e),e=e.trim(),e===``)return null;if(e=cleanPath(e),e[0]===`!`){if(e.length===1)return null;r=!0,e=e.substring(1)}else r=!1;return{origin:t,pattern:e,dirs:e.split(n.sep),negative:r}}_filter(e){return e?e in this._cache?this._cache[e]:this._cache[e]=this._test(e):!1}_test(e){e=fromSlash(e);let t=cleanPath(n.dirname(e)),r=t.split(n.sep),i=!1;return this._rules.forEach(a=>{let o=this._match(e,a);if(!o&&t!==`.`){if(a.dirs.includes(`**`))for(let e=a.dirs.filter(e=>e!==`**`).length;e<=r.length;e++)o||=this._match(r.slice(0,e).join(n.sep),a);else a.dirs.length<=r.length&&(o=this._match(r.slice(0,a.dirs.length).join(n.sep),a))}o&&(i=!a.negative)}),!i}_match(e,t){return this._compile(t).regexp.test(e)}_compile(e){if(e.regexp)return e;let t=`^`,r=n.sep===`\\`?`\\\\`:n.sep;for(let i=0;i<e.pattern.length;i++){let a=e.pattern[i];if(a===`*`)e.pattern[i+1]===`*`?(i++,e.pattern[i+1]===n.sep&&i++,e.pattern[i+1]===void 0?t+=`.*`:t+=`(.*${r})?`):t+=`[^${r}]*`;else if(a===`?`)t+=`[^${r}]`;else if(a===`.`||a===`$`)t+=`\\${a}`;else if(a===`\\`){if(n.sep===`\\`){t+=r;continue}e.pattern[i+1]===void 0?t+=`\\`:(t+=`\\`+e.pattern[i+1],i++)}else t+=a}return t+=`$`,e.regexp=new RegExp(t,this._ignorecase?`i`:``),e}}}));export{require_ignore};