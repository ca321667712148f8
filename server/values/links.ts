/** What a mail program makes a link of: a name with one in it would turn our letters into somebody's advertisement. */
import { ValueError, type Parser } from './reading';
import { asCode, line } from './text';

/** `https://`, `mailto:`, `www.`, a path behind an IP address. */
const WRITTEN_OUT = /[a-z][a-z\d+.-]{1,20}:\/\/|\bmailto:\S|(?<![a-z\d])www\d?\.[^\s.]/i;
const IP_ADDRESS = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?=[/:]\S)/;

/** Labels with dots between them, and nothing of a word before or after: `evil.com`, `문.닷컴`, `…evil.com`. */
const DOTTED =
  /(?<![\p{L}\p{N}_]|[\p{L}\p{N}_][.-])[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*\.[\p{L}\p{N}_])+[\p{L}\p{N}_-]*(?!\.[\p{L}\p{N}])/gu;

/** With a mailbox before it, or a path or a port behind: whatever the last label, nobody writes her name like that. */
const ADDRESSED = /@(?:[a-z\d-]+\.)+[a-z]{2,}|(?<![a-z\d])(?:[a-z\d-]{2,}\.)+[a-z]{3,}(?:\/[a-z\d?#~]|:\d)/i;

/** Of countries; the two letters of a name's initials or a unit (`B1.2F`, `No.12`) are none of these with few exceptions. */
const COUNTRIES = new Set(
  `ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg
  ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi
  gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw
  ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng
  ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn
  so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws
  ye yt za zm zw`.split(/\s+/),
);
/** And those of many letters that are registered most, with the ones in Korean; without `kim`, who has written `Dr.Kim`. */
const OTHERS = new Set(
  `academy agency app art asia beauty best bet bid biz blog buzz cam cash casino center chat click cloud club com company
  cool date deals delivery design dev digital direct domains download edu email events exchange expert express fashion
  finance fit fun fund games gift gifts gives gov group guru help homes host icu inc info ink int jobs kiwi land life
  link live loan loans lol love ltd market marketing media men mil mobi mom money name net network news ninja one online
  org page party photo photos pics plus porn press pro promo pub quest racing red rent rest review reviews rocks run sale
  school science sex shop shopping show site skin social software solutions space store stream studio style support
  surf systems team tech tips today tools top town toys trade trading tube vip wang watch web website wiki win work works
  world wtf xin xxx xyz yoga zip zone 한국 닷컴 닷넷 삼성
  autos bar boats bond capital care cfd chat cyou energy forsale foundation global hair health ist kiwi lat makeup monster
  motorcycles pictures pizza sbs tattoo technology trust ventures vote yachts рф 中国 中國 公司 网络 コム みんな`.split(
    /\s+/,
  ),
);

/** As addresses and companies are written in English: `Apt.No 5` means no Norway. */
const ABBREVIATED = /^(?:(?:apt|bldg|building|flat|ho|house|rm|room|suite|unit)\.no|co\.ltd)$/;

function isHost(dotted: string): boolean {
  const host = dotted.toLowerCase();
  const last = host.slice(host.lastIndexOf('.') + 1);
  // `evil.com님께`: a Korean ending stands right behind, and no program takes it for a part of the name.
  const tops = [last, /^[a-z]+/.exec(last)?.[0] ?? ''];
  const isTop = (top: string): boolean => COUNTRIES.has(top) || OTHERS.has(top) || /^xn--[a-z\d-]+$/.test(top);
  return tops.some(isTop) && !ABBREVIATED.test(host);
}

/** A name's initials, a house number and a floor are no links: `A.B. Kim`, `No.12-3`, `101.202호`. */
export function holdsLink(typed: string): boolean {
  // As a mail program sees it: full-width letters are letters, unseen ones are not there.
  const text = asCode(typed).replaceAll('。', '.');
  if (WRITTEN_OUT.test(text) || IP_ADDRESS.test(text) || ADDRESSED.test(text)) return true;
  return Array.from(text.matchAll(DOTTED), ([dotted]) => dotted).some(isHost);
}

/** A line that is printed in letters beside whatever mailbox was typed. */
export const plainLine: typeof line = (most, presence): Parser<string> => {
  const parse = line(most, presence);
  return (typed) => {
    const text = parse(typed);
    if (holdsLink(text)) throw new ValueError('link');
    return text;
  };
};
