#include "report/style_sheet.hpp"

namespace tenon::report {

namespace {

// Colours after M. Okabe and K. Ito (Color Universal Design, 2008), safe for colour-blind readers;
// text colours reach the contrast of WCAG 2.1 AA on their grounds. Marks differ in shape as well.
constexpr std::string_view sheet = R"css(
:root{color-scheme:light dark;
--page:#ffffff;--soft:#f3f5f7;--rule:#d5dae0;--ink:#1b2229;--muted:#55606b;--accent:#0b5a94;
--blue:#0072b2;--red:#b84a00;--grid:#e6eaee;--axis:#8a949e;--blue-soft:#cfe3f1;--red-soft:#f8dccb;
--f1:#a9cfe8;--f2:#f2c08a;--f3:#9fd8c3;--f4:#e3b8d0;--f5:#f0e29a;--f6:#c3c9ef;--f7:#d3c1a5;
--f0:#d0d5da;--setup:#e69f00;--warn:#fff4e0;--warn-rule:#e69f00;--closed:#e9edf0}
@media screen and (prefers-color-scheme:dark){:root{
--page:#14181c;--soft:#1d2328;--rule:#37404a;--ink:#e8ecf0;--muted:#a3aeb9;--accent:#7cc0f0;
--blue:#56b4e9;--red:#ff9a5c;--grid:#2a3138;--axis:#6c7782;--blue-soft:#1d3d52;--red-soft:#54301b;
--f1:#1f5676;--f2:#7a4f19;--f3:#1c6350;--f4:#713f5a;--f5:#665a14;--f6:#474e83;--f7:#5d4c31;
--f0:#454d55;--setup:#e0a52c;--warn:#33290f;--warn-rule:#e0a52c;--closed:#262c33}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:944px;padding:40px 32px 24px;background:var(--page);color:var(--ink);
font:16px/1.55 "Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans","Liberation Sans",
"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",sans-serif}
header{border-bottom:3px solid var(--accent);padding-bottom:14px;margin-bottom:22px}
h1{font-size:32px;line-height:1.2;margin:0;font-weight:650;overflow-wrap:anywhere}
.subtitle{margin:6px 0 0;color:var(--muted)}
h2{font-size:22px;line-height:1.3;margin:0 0 14px;font-weight:650;overflow-wrap:anywhere}
h3{font-size:16.5px;line-height:1.4;margin:22px 0 8px;font-weight:600;overflow-wrap:anywhere}
p{margin:0 0 12px;max-width:84ch;overflow-wrap:anywhere}
section{padding-top:18px;margin-top:30px;border-top:1px solid var(--rule)}
main>section.plain{border-top:0;margin-top:0;padding-top:4px}
main>section:first-child{border-top:0;margin-top:0}
a{color:var(--accent)}
nav{background:var(--soft);border-radius:6px;padding:12px 20px}
nav h2{font-size:13px;margin:0 0 4px;color:var(--muted);font-weight:600}
nav ol{margin:0;padding-left:22px;columns:2;column-gap:36px;font-size:15px}
nav li{break-inside:avoid;padding:1px 0}
nav a{text-decoration:none}
nav a:hover,nav a:focus{text-decoration:underline}
.note,figcaption{color:var(--muted);font-size:14px;line-height:1.5}
.empty{background:var(--soft);border-radius:6px;padding:12px 16px;color:var(--muted);max-width:none}
.warning{background:var(--warn);border-left:4px solid var(--warn-rule);border-radius:3px;
padding:10px 14px;max-width:none}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:12px;margin:0 0 18px}
.figures div{background:var(--soft);border-radius:6px;padding:12px 14px;display:flex;
flex-direction:column-reverse;justify-content:flex-end}
.figures dt{color:var(--muted);font-size:13.5px;line-height:1.35}
.figures dd{margin:0;font-size:21px;font-weight:650;line-height:1.25;overflow-wrap:anywhere}
figure{margin:0 0 22px}
figure h3{margin-top:10px}
figcaption{max-width:92ch;margin-top:8px}
.narrow{max-width:480px}
.drawing{overflow-x:auto}
.pair{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:8px 36px;align-items:start}
.pair>.beside,.pair>figure{min-width:0}
.pair h3{min-height:2.8em;display:flex;align-items:flex-end}
svg{display:block;max-width:100%;height:auto;font-family:inherit}
.scroll{overflow-x:auto;margin:0 0 16px}
table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.4;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;font-size:16px;padding:10px 0 6px}
th,td{padding:6px 8px;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
td{overflow-wrap:break-word}
thead th{color:var(--muted);font-weight:600;font-size:13px;border-bottom:2px solid var(--axis);
vertical-align:bottom}
tbody th{font-weight:600}
th.n,td.n{text-align:right;white-space:nowrap}
th.n,td.wrapped{white-space:normal}
th{word-break:keep-all}
tbody th{overflow-wrap:anywhere;min-width:8em}
td.kind{white-space:nowrap}
.share{display:block;color:var(--muted);font-size:12.5px}
.late-text{color:var(--red);font-weight:650}
.box{min-width:120px;margin-top:1px}
footer{margin-top:44px;border-top:1px solid var(--rule);padding-top:10px;color:var(--muted);font-size:13px}
svg text{fill:var(--ink);font-size:13px}
svg text.tick{font-size:12px;fill:var(--muted);font-variant-numeric:tabular-nums}
svg text.tiny{font-size:10.5px;fill:var(--muted);font-variant-numeric:tabular-nums}
svg text.label{fill:var(--ink)}
svg text.strong{font-weight:650}
svg text.big{font-size:30px;font-weight:650;font-variant-numeric:tabular-nums}
svg text.bar-label{font-size:11.5px}
svg text.bar-small{font-size:10.5px}
.grid{stroke:var(--grid)}.axis{stroke:var(--axis)}
.chance{stroke:var(--axis);stroke-dasharray:5 4}
.curve{fill:none;stroke:var(--blue);stroke-width:2.5;stroke-linejoin:round}
.curve-thin{fill:none;stroke:var(--blue);stroke-width:1.2;stroke-opacity:.55}
.area{fill:var(--blue-soft);fill-opacity:.55}
.operating{fill:var(--red);stroke:var(--page);stroke-width:2}
.dot{fill:var(--blue);stroke:var(--page)}
.dot-off{fill:var(--page);stroke:var(--blue);stroke-width:2}
.whisker{stroke:var(--muted);stroke-width:1.5}
.field-right{fill:var(--blue-soft)}.field-wrong{fill:var(--red-soft)}.field-empty{fill:var(--soft)}
.normal-mark{fill:var(--blue);fill-opacity:.42}
.alarm-mark{fill:var(--red);fill-opacity:.85;stroke:var(--page);stroke-width:.6}
.diagonal{stroke:var(--red);stroke-width:1.8}
.zero{stroke:var(--ink);stroke-width:1.2}
.effect-up{fill:var(--red);stroke:var(--red)}
.effect-down{fill:var(--blue);stroke:var(--blue)}
.effect-unclear{fill:var(--page);stroke:var(--muted);stroke-width:1.6}
.effect-up .whisker,.effect-down .whisker{stroke:inherit;stroke-width:2.4}
.lane{fill:var(--soft);stroke:var(--rule);stroke-width:.6}
.gap1{fill:var(--blue);fill-opacity:.28}.gap2{fill:var(--blue);fill-opacity:.5}
.gap3{fill:var(--blue);fill-opacity:.75}.gap4{fill:var(--blue)}
.open{fill:var(--page);stroke:var(--rule);stroke-width:1}.closed{fill:var(--closed)}
.bar{fill:var(--blue)}.bar-soft{fill:var(--blue);fill-opacity:.45}.bar-setup{fill:var(--setup)}
.order{stroke:var(--page);stroke-width:.8}
.late{stroke:var(--red);stroke-width:2.4}
.late-sample{fill:var(--page);stroke:var(--red);stroke-width:2.4}
.family0{fill:var(--f0)}.family1{fill:var(--f1)}.family2{fill:var(--f2)}.family3{fill:var(--f3)}
.family4{fill:var(--f4)}.family5{fill:var(--f5)}.family6{fill:var(--f6)}.family7{fill:var(--f7)}
.box-body{fill:var(--blue-soft);stroke:var(--blue)}.box-median{stroke:var(--blue);stroke-width:2}
@media screen and (max-width:760px){
body{padding:20px 14px}h1{font-size:26px}.pair{grid-template-columns:minmax(0,1fr)}
.pair h3{min-height:0}nav ol{columns:1}.drawing svg{max-width:none}
.pair .drawing svg{max-width:100%}}
@page{size:A4;margin:15mm 14mm}
@media print{
body{max-width:none;padding:0;font-size:10.5pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}
h1{font-size:22pt}h2{font-size:15pt}h3{font-size:11pt}
section{margin-top:16pt;padding-top:10pt}
.note,figcaption{font-size:9pt}table{font-size:8.5pt}thead th{font-size:8pt}
.figures dd{font-size:13pt}.figures dt{font-size:8.5pt}
h1,h2,h3,caption{break-after:avoid}
figure,tr,.figures,.warning,.beside,.narrow{break-inside:avoid}
.figures{grid-template-columns:repeat(auto-fit,minmax(100px,1fr));gap:8pt}.figures div{padding:8pt 9pt}
thead{display:table-header-group;break-after:avoid}
tbody tr:first-child,tbody tr:nth-child(2){break-before:avoid}
.scroll,.drawing{overflow:visible}
th,td{padding:3pt 5pt}
.pair{gap:4pt 18pt}
a{color:inherit}p{orphans:3;widows:3}}
)css";

}  // namespace

std::string_view style_sheet() noexcept {
    return sheet;
}

}  // namespace tenon::report
