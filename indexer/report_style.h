/* report_style.h - the style sheet of the curator's report: for report_page.c. Light and dark by the reader's choice, tables
 * that become lists on narrow screens, and on paper everything open and black. */
#ifndef REPERE_REPORT_STYLE_H
#define REPERE_REPORT_STYLE_H

/* Colours, the page, its head and contents; then the sections. */
static const char STYLE[] =
  ":root{color-scheme:light dark;--ink:#1b1f24;--dim:#57606a;--line:#d0d7de;--paper:#fff;--card:#f6f8fa;--link:#0550ae;"
  "--bad:#b3261e;--wish:#8a5a00;--good:#1a6b38;"
  "--c0:#0072b2;--c1:#e69f00;--c2:#009e73;--c3:#cc79a7;--c4:#56b4e9;--c5:#d55e00;--c6:#999;--c7:#f0e442}\n"
  "@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--dim:#9da7b1;--line:#3d444d;--paper:#0d1117;--card:#161b22;"
  "--link:#6cb6ff;--bad:#ff8a80;--wish:#e3b341;--good:#56d364}}\n"
  "*{box-sizing:border-box}\n"
  "body{font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:75rem;margin:0 auto;"
  "padding:1rem;overflow-wrap:break-word}\n"
  "a{color:var(--link)}\n"
  "h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0}\n"
  "h2{font-size:1.25rem;line-height:1.3;margin:0 0 .5rem}\n"
  "h3{font-size:1rem;margin:1rem 0 .4rem}\n"
  "p{max-width:70ch;margin:.4rem 0}\n"
  "code{font-size:.875em}\n"
  ".about,.dim,.id{color:var(--dim)}\n"
  ".id{display:block;font-weight:normal;font-size:.875rem}\n"
  ".verdict{font-size:1.15rem;font-weight:600;border-left:.4rem solid var(--bad);padding:.5rem .8rem;background:var(--card)}\n"
  ".verdict.good{border-color:var(--good)}\n"
  ".note{border-left:.4rem solid var(--wish);padding:.5rem .8rem;background:var(--card)}\n"
  ".cards{list-style:none;padding:0;margin:0;display:grid;gap:.5rem;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr))}\n"
  ".cards a{display:flex;gap:.6rem;align-items:baseline;height:100%;padding:.5rem .7rem;border:1px solid var(--line);"
  "border-left:.4rem solid var(--bad);border-radius:.25rem;text-decoration:none;color:inherit;background:var(--card)}\n"
  ".cards .wish a{border-left-color:var(--wish)}\n"
  ".cards a:hover span,.cards a:focus span{text-decoration:underline}\n"
  ".cards b,.count{font-variant-numeric:tabular-nums}\n"
  ".cards b{font-size:1.2rem;min-width:1.5rem;text-align:right;flex:none}\n"
  ".plain{padding-left:1.2rem;margin:.3rem 0}\n";

static const char STYLE_OF_SECTIONS[] =
  "section{border-top:1px solid var(--line);margin-top:2rem;padding-top:1.2rem}\n"
  ".count{font-size:.9rem;padding:.05rem .5rem;border-radius:1rem;border:1px solid var(--line);background:var(--card)}\n"
  "table{border-collapse:collapse;width:100%;margin:.6rem 0;font-size:.9375rem}\n"
  "th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}\n"
  "thead th{color:var(--dim);font-weight:600;overflow-wrap:normal}\n"
  "tbody th{font-weight:600}td,th,code,dd{overflow-wrap:anywhere}\n"
  ".code{white-space:nowrap}.zero{color:var(--dim)}\n"
  ".figures{width:auto}.figures thead th:not(:first-child){text-align:right}\n"
  "dl{margin:0;display:grid;grid-template-columns:max-content 1fr;gap:0 .6rem}dt{color:var(--dim)}dd{margin:0}\n"
  ".number{text-align:right;overflow-wrap:normal;font-variant-numeric:tabular-nums}\n"
  "td ul{margin:0;padding-left:1.1rem}\n"
  ".work{min-width:12rem}.file{min-width:10rem}.guide{margin:.6rem 0;max-width:75ch}\n"
  "summary{cursor:pointer;color:var(--link)}\n"
  ".chart{overflow-x:auto;margin:.6rem 0}\n"
  ".chart svg{display:block;height:auto;max-width:none}\n"
  ".chart text{fill:currentColor;font:12px system-ui,sans-serif}\n"
  ".chart .axis{stroke:var(--line)}\n"
  ".legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1rem;padding:0;margin:.3rem 0;font-size:.9375rem}\n"
  ".legend i{display:inline-block;width:.9em;height:.9em;margin-right:.4em;vertical-align:-.1em;border:1px solid var(--line)}\n"
  ".c0{fill:var(--c0);background:var(--c0)}.c1{fill:var(--c1);background:var(--c1)}.c2{fill:var(--c2);background:var(--c2)}"
  ".c3{fill:var(--c3);background:var(--c3)}.c4{fill:var(--c4);background:var(--c4)}.c5{fill:var(--c5);background:var(--c5)}"
  ".c6{fill:var(--c6);background:var(--c6)}.c7{fill:var(--c7);background:var(--c7)}\n"
  "@media(max-width:40rem){table.list thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}\n"
  "table.list,table.list tbody,table.list tr,table.list th,table.list td{display:block;width:100%}\n"
  "table.list tr{border-bottom:1px solid var(--line);padding:.5rem 0}\n"
  "table.list th,table.list td{border:0;padding:.1rem 0;text-align:left;min-width:0}\n"
  "table.list td::before{content:attr(data-label) \": \";color:var(--dim)}\n"
  "table.list td:empty{display:none}}\n"
  "@media print{:root{color-scheme:light;--ink:#000;--dim:#333;--paper:#fff;--card:#fff;--link:#000}"
  "body{max-width:none;padding:0;font-size:10pt}tr,.cards li,svg{break-inside:avoid}h2{break-after:avoid}"
  ".cards a,.verdict,.note{background:none}.legend i,.chart rect{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

#endif
