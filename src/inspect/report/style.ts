const light =
  "--bg:#f6f7f9;--surface:#ffffff;--sunk:#f1f3f6;--line:#dde2e8;--edge:#7d8795;--text:#1a1f26;--muted:#566070;--accent:#3547c4;--accent-soft:#e9ecfc;--accent-text:#ffffff;--ok:#12693b;--ok-soft:#e3f3ea;--warn:#7a4d00;--warn-soft:#fcf1d7;--bad:#b0231b;--bad-soft:#fdeae8;--b1:#e3e7fb;--b2:#e2f0ea;--str:#0b5c46;--opq:#6b3f8e";
const dark =
  "--bg:#0e1114;--surface:#15191e;--sunk:#1b2026;--line:#29303a;--edge:#66717f;--text:#e6e9ed;--muted:#9ba6b4;--accent:#9db0ff;--accent-soft:#222b4d;--accent-text:#0e1330;--ok:#70d3a1;--ok-soft:#12281d;--warn:#e8bc62;--warn-soft:#2d2410;--bad:#ff978e;--bad-soft:#351a1a;--b1:#232b49;--b2:#183027;--str:#7fd8b8;--opq:#cfa8ef";

/** Elements of one command whose octets light up with them. */
export const FIELDS_LIT = 48;

/** Depths of elements that have a class of their own. */
export const DEPTHS = 8;

function depthRules(): string {
  return Array.from({ length: DEPTHS }, (_, depth) => `.d${depth}{--d:${depth}}`).join("");
}

const colourOfLight = "background:var(--accent)!important;color:var(--accent-text)!important";

/** An element lights up with its octets, without a script. */
function hoverRules(): string {
  const fields = Array.from({ length: FIELDS_LIT }, (_, index) => `.hx:has(.f${index}:hover) .f${index}`);
  return `${fields.join(",")}{${colourOfLight}}
${fields.map((one) => `${one} *`).join(",")}{color:inherit!important}`;
}

/** The style of a report: light and dark, wide and narrow, screen and paper. */
export function styleOfReport(): string {
  return `:root{color-scheme:light dark;${light};
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
--mono:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;
--s1:4px;--s2:8px;--s3:12px;--s4:16px;--s5:24px;--s6:40px;--r:6px}
@media (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
html{scroll-padding-top:16px}
body{margin:0;background:var(--bg);color:var(--text);font:14px/1.5 var(--sans);-webkit-text-size-adjust:100%}
code,pre,.m{font-family:var(--mono);font-size:.9em;font-variant-ligatures:none;font-feature-settings:"liga" 0,"calt" 0}
a{color:var(--accent);text-underline-offset:2px;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
.mute{color:var(--muted)}
.num{font-variant-numeric:tabular-nums}
.i{width:16px;height:16px;flex:none;vertical-align:-3px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.st{max-width:100%;overflow:hidden;display:inline-flex;align-items:center;gap:5px;white-space:nowrap;font-size:13px;line-height:20px;font-variant-numeric:tabular-nums}
.st b{font-weight:650}
.st.ok{color:var(--muted)}.st.ok .i{color:var(--ok)}
.st.bad,.st.warn,.st.none{padding:0 8px 0 5px;border-radius:var(--r);border:1px solid}
.st.bad{color:var(--bad);background:var(--bad-soft);border-color:color-mix(in srgb,var(--bad) 35%,transparent)}
.st.warn{color:var(--warn);background:var(--warn-soft);border-color:color-mix(in srgb,var(--warn) 35%,transparent)}
.st.none{color:var(--warn);border-style:dashed}
kbd{font:11px/16px var(--mono);padding:0 5px;border:1px solid var(--line);border-bottom-color:var(--edge);border-radius:4px;background:var(--surface);color:var(--text)}

.wrap{max-width:1240px;margin:0 auto;padding:0 24px 64px;display:grid;grid-template-columns:192px minmax(0,1fr);gap:40px}
nav.side{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:36px 0 24px;font-size:13px}
nav.side h2{font-size:12px;font-weight:650;color:var(--muted);margin:20px 0 4px}
nav.side a{display:flex;align-items:center;gap:8px;padding:3px 8px;margin:0 -8px;border-radius:var(--r);color:var(--text);text-decoration:none}
nav.side a:hover{background:color-mix(in srgb,var(--accent) 9%,transparent)}
nav.side .i{width:14px;height:14px}
nav.side .c{margin-left:auto;color:var(--muted);font-variant-numeric:tabular-nums}
nav.side a.bad .i,nav.side a.bad .c{color:var(--bad)}nav.side a.warn .i{color:var(--warn)}nav.side a.ok .i{color:var(--ok)}
nav.side a.x{gap:6px}.brand{font-weight:650;letter-spacing:-.01em;color:var(--muted)}
header.top{padding:36px 0 4px}
header.top .file{display:flex;align-items:center;gap:6px;color:var(--muted);font-size:13px;overflow-wrap:anywhere}
h1{font-size:26px;line-height:1.22;letter-spacing:-.018em;font-weight:650;margin:6px 0 14px;max-width:26em;text-wrap:balance}
.facts{display:flex;flex-wrap:wrap;gap:4px 28px;margin:0 0 6px}
.facts div{display:flex;gap:6px;align-items:baseline}.facts dt{order:2;color:var(--muted)}.facts dd{margin:0;font-weight:650;font-variant-numeric:tabular-nums}
.peers{display:flex;flex-wrap:wrap;align-items:center;gap:4px 10px;color:var(--muted);font-size:13px;overflow-wrap:anywhere}
.peers .m{color:var(--text)}
main>section,main>div{margin-top:36px}
h2.h{display:flex;align-items:baseline;gap:8px;font-size:16px;font-weight:650;letter-spacing:-.01em;margin:0 0 10px}
h2.h .mute{font-weight:400;font-size:13px;letter-spacing:0}
.prob{background:var(--surface);border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:var(--r);margin:0 0 12px;padding:14px 18px 16px}
.prob.warn{border-left-color:var(--warn);border-left-style:double;border-left-width:5px}.prob.info{border-left-color:var(--edge);border-left-style:dotted}
.prob h3{display:grid;grid-template-columns:16px minmax(0,1fr) auto;gap:0 8px;align-items:start;margin:0 0 6px;font-size:15px;line-height:22px;font-weight:650}
.prob h3 .i{margin-top:3px}.prob.bad h3 .i{color:var(--bad)}.prob.warn h3 .i{color:var(--warn)}.prob.info h3 .i{color:var(--muted)}
.prob .where{margin-left:auto;font-weight:400;font-size:13px;white-space:nowrap;display:flex;gap:8px}
.pbody{padding-left:24px;max-width:74ch;overflow-x:auto}.pbody p{margin:0 0 8px}.pbody p:last-child{margin:0}
.pbody table,.items,.redt{border-collapse:collapse;font-size:13px;margin:10px 0 4px;width:100%}
.pbody td,.pbody th,.items td,.items th,.redt td,.redt th{text-align:left;padding:4px 16px 4px 0;border-top:1px solid var(--line);vertical-align:top;font-weight:400}
thead th{color:var(--muted);border-top:0!important}.redt th{font-weight:650}.r{text-align:right!important}
.how{color:var(--muted);font-size:13px}.fix{display:flex;gap:8px}.fix b{font-weight:650;white-space:nowrap}
.tl{background:var(--surface);border:1px solid var(--line);border-radius:var(--r);padding:6px 14px 10px;font-size:13px}
.trow,.thead{display:grid;grid-template-columns:44px minmax(120px,280px) minmax(140px,1fr) 192px;gap:12px;align-items:center;min-height:26px;color:inherit;text-decoration:none;border-radius:4px;padding:0 6px;margin:0 -6px}
.trow:hover{background:color-mix(in srgb,var(--accent) 8%,transparent)}
.tn{color:var(--muted)}.tg{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.g{margin-right:8px}.g b{font-weight:650}
.ga{color:var(--muted);margin-right:6px}.ga .i{width:13px;height:13px;vertical-align:-2px}
.tc{position:relative;height:26px;background:linear-gradient(90deg,var(--line) 0 1px,transparent 1px) repeat-x}
.thead .tc{background:none;height:20px;color:var(--muted);font-size:11px}.thead .tc span{position:absolute;transform:translateX(-50%);white-space:nowrap}.thead .tc span:first-child{transform:none}.thead .tc span:last-child{transform:translateX(-100%)}
.bar{position:absolute;top:8px;height:10px;border-radius:2px;background:color-mix(in srgb,var(--ok) 62%,var(--surface))}
.bar.bad{background:repeating-linear-gradient(-45deg,var(--bad) 0 3px,color-mix(in srgb,var(--bad) 45%,var(--surface)) 3px 6px)}
.bar.warn{background:repeating-linear-gradient(90deg,var(--warn) 0 4px,color-mix(in srgb,var(--warn) 40%,var(--surface)) 4px 6px)}
.tw{position:absolute;top:3px;font-size:11px;line-height:20px;color:var(--muted);background:var(--surface);padding:0 2px;white-space:nowrap}
.trow:hover .tw{background:none}
.tses{font-size:11px;color:var(--muted);padding-top:8px;line-height:16px}.tses:first-of-type{padding-top:0}
.tools{display:flex;gap:8px;align-items:center;margin-left:auto;font-size:13px;font-weight:400}
.seg{display:inline-flex;border:1px solid var(--line);border-radius:var(--r);background:var(--surface);overflow:hidden}
.seg label{padding:2px 10px;cursor:pointer}.seg input{position:absolute;opacity:0}.seg label:has(:checked){background:var(--accent);color:var(--accent-text)}.seg label:has(:focus-visible){outline:2px solid var(--accent);outline-offset:-2px}
body:has(#only:checked) .xch:not(.hasp),body:has(#only:checked) .ses:not(:has(.hasp)){display:none}
#acts{display:flex;gap:4px}#acts button{font:inherit;color:var(--accent);background:none;border:0;padding:2px 6px;border-radius:4px;cursor:pointer}#acts button:hover{background:var(--accent-soft)}
.ses h3{font-size:13px;font-weight:650;margin:18px 0 6px}.ses h3 .mute{font-weight:400}
.xch{background:var(--surface);border:1px solid var(--line);border-radius:var(--r);margin:0 0 6px}
.xch>summary{display:grid;grid-template-columns:16px 30px minmax(0,1fr) 64px 192px;gap:8px;align-items:center;padding:8px 14px 8px 10px;cursor:pointer;list-style:none;border-radius:var(--r)}
summary::-webkit-details-marker{display:none}
.xch>summary:hover{background:color-mix(in srgb,var(--accent) 5%,transparent)}
.xch>summary>.i{color:var(--muted);transition:transform .12s}.xch[open]>summary>.i{transform:rotate(90deg)}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
.xn{font-weight:650}.xg{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.xt{font-size:12px;line-height:22px;text-align:right}.xo{text-align:left;line-height:22px}
.run{margin:0 0 6px}.run>summary{display:flex;gap:8px;align-items:center;padding:8px 14px 8px 10px;cursor:pointer;list-style:none;border:1px dashed var(--edge);border-radius:var(--r)}.run>summary .i{color:var(--muted)}.run[open]>summary .i{transform:rotate(90deg)}.run[open]>summary{margin-bottom:6px}.run .xch{margin-left:16px}
.xb{border-top:1px solid var(--line);padding:2px 14px 12px 10px}
.pin{display:flex;gap:8px;margin:10px 0 0 24px;font-size:13px}.pin .i{margin-top:2px}.pin.bad .i{color:var(--bad)}.pin.warn .i{color:var(--warn)}
.msg{margin-top:10px}.msg h4{display:flex;align-items:center;gap:8px;margin:0 0 2px;font-size:13px;font-weight:650}.msg h4 .mute{font-weight:400;font-size:12px}.msg h4 .i{color:var(--accent)}.msg.resp h4 .i{color:var(--muted)}
.cmds{list-style:none;margin:0 0 0 7px;padding:0 0 0 16px;border-left:2px solid var(--accent)}
.msg.resp .cmds{border-left:2px dashed var(--edge)}
.cmds.sub{margin-left:15px;border-left-width:1px!important}
.cmd summary{display:grid;grid-template-columns:88px minmax(0,1fr) auto;gap:12px;align-items:start;line-height:22px;padding:2px 6px;border-radius:4px;cursor:pointer;list-style:none}
.cmd summary:hover{background:var(--sunk)}.cmd summary::after{content:none}
.kind{font-weight:650;white-space:nowrap}.what{overflow-wrap:anywhere}.note{color:var(--muted);margin-left:6px}
.stat{display:flex;gap:10px;align-items:center;justify-content:flex-end;text-align:right}.sc{width:192px;text-align:left;line-height:22px}.chal,.res{font-size:12px;color:var(--muted)}.res{color:var(--accent);text-decoration:none}.res:hover{text-decoration:underline}
.res .i{width:13px;height:13px}
.more{margin:4px 0 10px 6px;padding:10px 14px;background:var(--sunk);border-radius:var(--r)}
.more p{margin:0 0 8px}.why{max-width:74ch}.src{color:var(--muted);font-size:12px}.car{white-space:nowrap}.car::before{content:"· "}
.dev{margin:0 0 8px}.dev div{display:flex;gap:12px}.dev dt{width:84px;color:var(--muted)}.dev dd{margin:0}
.val{margin:0 0 8px;padding:8px 10px;background:var(--surface);border:1px solid var(--line);border-radius:4px;font-size:12px;line-height:18px;white-space:pre-wrap;overflow-wrap:anywhere}
.items{margin:0 0 10px}
.red{border-bottom:1px dashed var(--edge);background:repeating-linear-gradient(-45deg,color-mix(in srgb,var(--text) 9%,transparent) 0 2px,transparent 2px 5px);border-radius:2px;padding:0 2px}
.moved{margin:4px 0 0 24px;font-size:13px}.moved summary{cursor:pointer;color:var(--muted);list-style:none}.moved summary::before{content:"+ "}.moved[open] summary::before{content:"− "}.moved ul{list-style:none;margin:4px 0 0;padding:0 0 0 14px}
.hx{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:16px;align-items:start}
.fields{list-style:none;margin:0;padding:0;font-size:12px;line-height:19px}
.fields li{padding:0 4px 0 calc(var(--d)*12px + 4px);border-radius:3px;display:flex;gap:8px;min-width:0}.fields b{font-weight:400;white-space:nowrap}.fields i{font:11.5px/19px var(--mono);font-variant-ligatures:none;color:var(--str);overflow-wrap:anywhere}.fields em{font-style:normal;color:var(--muted);margin-left:auto}${depthRules()}
.bytes{margin:0;font:12px/19px var(--mono);font-variant-ligatures:none;white-space:pre;color:var(--muted)}
.bytes u{text-decoration:none;color:var(--muted)}
.bytes b{font-weight:400;color:var(--muted)}.bytes b b{color:var(--accent);font-weight:650}.bytes b i{color:var(--str);font-style:normal}.bytes b em{color:var(--opq);font-style:normal}
.bytes .rd{background:repeating-linear-gradient(-45deg,color-mix(in srgb,var(--text) 9%,transparent) 0 2px,transparent 2px 5px)}
.bytes .flt{color:var(--bad);background:var(--bad-soft);box-shadow:inset 0 -2px var(--bad)}
.bytes .lost{color:var(--bad);background:repeating-linear-gradient(-45deg,color-mix(in srgb,var(--bad) 12%,transparent) 0 1px,transparent 1px 6px)}
${hoverRules()}
.st.foll{color:var(--muted)}.st.foll .i{color:var(--bad)}
.lo{background:var(--surface);border:1px solid var(--line);border-radius:var(--r);padding:12px 16px 14px;font-size:13px}.lo p{display:flex;flex-wrap:wrap;gap:2px 12px;align-items:baseline;margin:0 0 8px}.lo p b{font-weight:650}.lo p .st{margin-left:auto}
.chunks{display:flex;gap:2px}.chunks a{flex:var(--n) 1 0;min-width:0;text-decoration:none;color:var(--muted);font-size:11px;line-height:16px;text-align:center}.chunks i{display:block;height:12px;background:color-mix(in srgb,var(--ok) 62%,var(--surface));border-radius:2px;margin-bottom:2px}.chunks a:hover i{background:var(--accent)}.chunks a:last-child i{background:var(--ok)}
.fine{display:flex;gap:8px;align-items:center;margin:0;padding:12px 16px;background:var(--surface);border:1px solid var(--line);border-left:4px solid var(--ok);border-radius:var(--r)}.fine .i{color:var(--ok)}
.tree{font-size:13px;background:var(--surface);border:1px solid var(--line);border-radius:var(--r);padding:6px 14px}
.tree .tr{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:12px;padding:2px 0 2px calc(var(--d)*16px)}.tree .tr .m{overflow-wrap:anywhere}.tree .ops{display:flex;flex-wrap:wrap;gap:4px 14px;justify-content:flex-end}
.tree a{color:inherit}
.twocol{columns:2;column-gap:40px}
footer{margin-top:40px;padding-top:14px;border-top:1px solid var(--line);color:var(--muted);font-size:12px;overflow-wrap:anywhere}
.gap{display:flex;gap:8px;align-items:center;margin:4px 0 4px 7px;padding:5px 12px;font-size:13px;color:var(--bad);background:repeating-linear-gradient(-45deg,color-mix(in srgb,var(--bad) 12%,transparent) 0 1px,transparent 1px 6px);border-left:2px dotted var(--bad)}
.gap b{font-weight:650}
.raw{margin:6px 0 4px;border:1px dashed var(--bad);border-radius:var(--r);padding:10px 14px;background:var(--surface)}.raw p{margin:0 0 8px}.raw p:last-child{margin:0}.raw p .i{color:var(--bad)}.raw.calm{border-color:var(--edge)}.raw.calm p .i{color:var(--muted)}
.ctl{font:11px/16px var(--mono);padding:0 3px;border-radius:3px;border:1px solid var(--edge);color:var(--muted);margin:0 1px}
.chunks .lost i{background:repeating-linear-gradient(-45deg,color-mix(in srgb,var(--bad) 60%,transparent) 0 1px,transparent 1px 4px)!important;outline:1px dashed var(--bad);outline-offset:-1px}
.lo+.lo{margin-top:8px}
.loud{display:flex;gap:8px;align-items:center;margin:14px 0 0;padding:8px 14px;border:1px solid;border-radius:var(--r);color:var(--warn);background:var(--warn-soft)}.loud .i{color:var(--warn)}
.fine{margin:0 0 12px}
.text{max-width:74ch;margin:0 0 4px}
.notes{margin:8px 0 0;padding:0 0 0 18px;font-size:13px;max-width:90ch;overflow-wrap:anywhere}.notes li{margin:2px 0}
.prob h3>span{overflow-wrap:anywhere}
:target{scroll-margin-top:12px}.xch:target,.prob:target{outline:2px solid var(--accent);outline-offset:1px}.cmd:target>details>summary{outline:2px solid var(--accent)}
@media (max-width:1020px){.wrap{display:block;padding:0 16px 48px}nav.side{display:none}header.top{padding-top:22px}}
@media (max-width:720px){h1{font-size:21px}.trow,.thead{grid-template-columns:28px minmax(0,1fr) auto;gap:2px 8px;padding:5px 6px}.trow .tc{grid-column:2/4;grid-row:2;height:14px}.trow .bar{top:3px;height:8px}.tw{display:none}.thead{display:none}.trow .to{grid-column:3;grid-row:1}
.xch>summary{grid-template-columns:16px 30px minmax(0,1fr);row-gap:0}.xt{display:none}.xo{grid-column:3}
.cmd summary{grid-template-columns:minmax(0,1fr);gap:0;padding:5px 6px}.stat{justify-content:flex-start;flex-wrap:wrap;gap:2px 10px;text-align:left}.sc{width:auto}
.cmds{padding-left:8px}.msg h4{flex-wrap:wrap;gap:2px 8px}.hx{grid-template-columns:1fr}.bytes{overflow-x:auto;font-size:11px}.prob{padding:12px 14px}.pbody{padding-left:0}.prob .where{grid-column:2;margin:0}.tools{flex-wrap:wrap}h2.h{flex-wrap:wrap}.pbody table,.redt{font-size:12px}.pbody td,.pbody th{padding-right:6px}.pbody .st.bad{padding:0 5px 0 3px}.moved,.pin{margin-left:8px}.more{padding:8px}}
@media print{:root{${light};--bg:#fff}body{font-size:10.5pt}nav.side,.tools,.seg{display:none!important}.wrap{display:block;max-width:none;padding:0}.prob,.tl,.lo,.tree,.trow,.cmd,.xch>summary{break-inside:avoid-page}.xch>summary{break-after:avoid}.trow,.thead{grid-template-columns:36px 176px minmax(0,1fr) 156px;gap:8px}.xch::details-content{content-visibility:visible;block-size:auto}.xch>summary>.i{visibility:hidden}main>section{margin-top:20px}.st.bad,.st.warn,.bar,.prob{print-color-adjust:exact;-webkit-print-color-adjust:exact}a{color:inherit}h2.h,h3{break-after:avoid}}`;
}
