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
const n=__require(`path`);const factory=e=>new IgnoreBase(e);factory.default=factory;t.exports=factory;function make_array(e){return Array.isArray(e)?e:[e]}const r=n.sep===`\\`?/(?<=.)\\$/:/(?<=.)\/$/;const i=typeof Symbol!==`undefined`?Symbol.for(`dockerignore`):`dockerignore`;function cleanPath(e){return n.normalize(e).replace(r,``)}function toSlash(e){if(n.sep===`/`)return e;return e.replace(/\\/g,`/`)}function fromSlash(e){if(n.sep===`/`)return e;return e.replace(/\//g,n.sep)}var IgnoreBase=class{constructor({ignorecase:e=true}={}){this._rules=[];this._ignorecase=e;this[i]=true;this._initCache()}_initCache(){this._cache={}}add(e){this._added=false;if(typeof e===`string`)e=e.split(/\r?\n/g);make_array(e).forEach(this._addPattern,this);if(this._added)this._initCache();return this}addPattern(e){return this.add(e)}_addPattern(e){if(e&&e[i]){this._rules=this._rules.concat(e._rules);this._added=true;return}if(this._checkPattern(e)){const t=this._createRule(e.trim());if(t!==null){this._added=true;this._rules.push(t)}}}_checkPattern(e){return e&&typeof e===`string`&&e.indexOf(`#`)!==0&&e.trim()!==``}filter(e){return make_array(e).filter(e=>this._filter(e))}createFilter(){return e=>this._filter(e)}ignores(e){return!this._filter(e)}_createRule(e){const t=e;let r=false;if(e[0]===`!`){r=true;e=e.substring(1).trim()}if(e.length>0){e=cleanPath(e);e=toSlash(e);if(e.length>1&&e[0]===`/`)e=e.slice(1)}if(r)e=`!`+e;e=e.trim();if(e===``)return null;e=cleanPath(e);if(e[0]===`!`){if(e.length===1)return null;r=true;e=e.substring(1)}else r=false;return{origin:t,pattern:e,dirs:e.split(n.sep),negative:r}}_filter(e){if(!e)return false;if(e in this._cache)return this._cache[e];return this._cache[e]=this._test(e)}_test(e){e=fromSlash(e);const t=cleanPath(n.dirname(e));const r=t.split(n.sep);let i=false;this._rules.forEach(a=>{let o=this._match(e,a);if(!o&&t!==`.`){if(a.dirs.includes(`**`))for(let e=a.dirs.filter(e=>e!==`**`).length;e<=r.length;e++)o=o||this._match(r.slice(0,e).join(n.sep),a);else if(a.dirs.length<=r.length)o=this._match(r.slice(0,a.dirs.length).join(n.sep),a)}if(o)i=!a.negative});return!i}_match(e,t){return this._compile(t).regexp.test(e)}_compile(e){if(e.regexp)return e;let t=`^`;let r=n.sep===`\\`?`\\\\`:n.sep;for(let i=0;i<e.pattern.length;i++){const a=e.pattern[i];if(a===`*`){if(e.pattern[i+1]===`*`){i++;if(e.pattern[i+1]===n.sep)i++;if(e.pattern[i+1]===void 0)t+=`.*`;else t+=`(.*${r})?`}else t+=`[^${r}]*`}else if(a===`?`)t+=`[^${r}]`;else if(a===`.`||a===`$`)t+=`\\${a}`;else if(a===`\\`){if(n.sep===`\\`){t+=r;continue}if(e.pattern[i+1]!==void 0){t+=`\\`+e.pattern[i+1];i++}else t+=`\\`}else t+=a}t+=`$`;e.regexp=new RegExp(t,this._ignorecase?`i`:``);return e}}}));export{require_ignore};