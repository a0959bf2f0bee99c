/** A family as a new programme begins with it: its canonical name, then the other names under which feeds report it. */
export interface BuiltInFamily {
  readonly name: string;
  readonly aliases: readonly string[];
}

/**
 * Names that sensors, sinkholes and vendors give to the same malware. Facts from public reports, Shadowserver's sinkhole
 * tags and Malpedia's synonyms. A name that stands for two families (qbot, hydra, snake) leads to the one that feeds mean.
 */
const names = `
# Worms and loaders that sinkholes still see
andromeda: gamarue, wauchos, avalanche-andromeda, b66, b67-ss-gamarue, b106-gamarue
asprox: danmec, aseljo, badsrc, kuluoz
bamital: b58
boaxxe: miuref
bedep:
caphaw: shylock
citadel: b54, b54-base, b54-config, b54-init
conficker: downadup, downup, downandup, kido, avalanche-conficker
corebot: avalanche-corebot
cutwail: pandex, pushdo, mutant
dorkbot: ngrbot, nrgbot
expiro: xpiro
gameover zeus: gameover, gameoverzeus, gameover-zeus, gameover p2p, goz, zeus p2p, p2pzeus, peer-to-peer zeus
gamut:
glupteba:
goznym: avalanche-goznym
kelihos: hlux, kelihos.e
kovter:
lethic:
marcher: avalanche-marcher, exobot
matsnu: avalanche-matsnu, rannoh
murofet: licat
nivdort: suppobox, bayrob, pizd
necurs: nucurs
nymaim: nymain, avalanche-nymaim
phorpiex: trik, phorphiex
ponmocup: swisyn
pykspa: pykse, skyper
qsnatch:
ramnit: nimnul
ranbyus: avalanche-ranbyus
rovnix: cidox, mayachok, avalanche-rovnix
sality: sality2, sality-p2p, kuku, kookoo, sector, kukacka
simda: ibank
stealrat: hacked-webserver-stealrat-t1
tinba: tinybanker, tiny banker, zusy, illi, avalanche-tinba
tofsee: gheg, mondera
tsifiri: avalanche-tsifiri
urlzone: bebloh, shiotob, avalanche-urlzone
victorygate: victorygate.a, victorygate.b
virut: virux
waledac: b49
wannacry: wannacrypt, wannacryptor, wanacrypt0r, wana decrypt0r, wcry, wcrypt
zeroaccess: sirefef, max++, zaccess, smiscer, b68-zeroaccess-1-32bit, b68-zeroaccess-1-64bit, b68-zeroaccess-2-32bit, b68-zeroaccess-2-64bit
zeus: zbot, wsnpoem, prg, kneber, gorhax, b54-zeus
# Banking trojans
chthonic:
danabot: danatools
dridex: cridex, feodo version d, bugat
dyre: dyreza
emotet: heodo, geodo, feodo version c
gootkit: waldek, xswkit, talalpek
gozi: ursnif, isfb, papras, snifula, gozi isfb, dreambot
icedid: bokbot, iceid
kronos: osiris
qakbot: qbot, quakbot, pinkslipbot, oakboat, akbot
ramdo: redyms
trickbot: thetrick, trickster, trickloader, trick bot
vawtrak: neverquest, grabnew
zloader: deloader, terdot, silentnight, silent night, zloader zeus, zeus terdot
# Stealers
acr stealer: acrstealer, amatera
amos: atomic macos stealer, atomic stealer, atomic
agent tesla: agenttesla, agentesla, agent-tesla, negasteal
arkei: arkei stealer, arkeistealer
azorult: puffstealer, rultazo
cryptbot:
formbook: xloader, win.xloader, formbook xloader
hawkeye: hawkeye keylogger, hawkeye reborn, predator pain, predatorpain
kpot: kpot stealer, khalesi
lokibot: loki, lokipws, loki password stealer, loki password stealer (pws), loki bot
lumma: lummac2, lummac, lumma stealer, lummastealer, lummac2 stealer, lumma-stealer
mars: mars stealer, marsstealer
meduza: meduza stealer, meduzastealer
mystic: mystic stealer, mysticstealer
pony: fareit, siplog
raccoon: raccoon stealer, raccoonstealer, racealer, racoon, mohazo, recordbreaker
redline: redline stealer, redlinestealer
rhadamanthys: rhadamanthys stealer
risepro: rise pro
snake keylogger: snakekeylogger, 404 keylogger, 404keylogger, 404-keylogger
stealc:
vidar: vidar stealer, vidarstealer
# Loaders and droppers
amadey: amadey bot
bazarloader: bazaloader, bazaarloader, bazarbackdoor, kegtap, team9backdoor, beerbot, bazar
bumblebee: coldtrain, shellsting, shindig
clearfake:
darkgate: meh, mehcrypter
dbatloader: modiloader, natsoloader
gootloader: slowpour
guloader: cloudeye, vbdropper
hijackloader: idat loader, idatloader, ghostpulse, doiloader, shadowladder
latrodectus: blackwidow, icenova, unidentified 111
matanbuchus:
pikabot:
privateloader:
smokeloader: smoke loader, smoke, dofoil, sharik, smoke-loader
socgholish: fakeupdates, fakeupdate, fake updates, gholoader
wikiloader: wailingcrab
# Remote access and command frameworks
adwind: alienspy, frutas, jsocket, jbifrost, sockrat, unrecom, adwind rat
asyncrat: async rat, async-rat
avemaria: ave maria, ave_maria, avemariarat, warzone, warzone rat, warzonerat
brute ratel: brute ratel c4, bruteratel, brc4, boldbadger
cobalt strike: cobaltstrike, cobalt-strike, cobeacon, agentemis, beacon
darkcomet: dark comet, fynloski, breut, klovbot
dcrat: dc rat, darkcrystal rat, darkcrystal
gh0st rat: gh0strat, ghost rat, ghostrat, gh0st, farfli, pcrat
havoc: havokiz
houdini: hworm, h-worm, wshrat, wsh rat, dunihi, dinihou, jenxcus, kognito
meterpreter: metasploit meterpreter
nanocore: nanocore rat, nanocorerat, nancrat
netsupport: netsupport rat, netsupportrat, netsupportmanager rat, netsupport manager
netwire: netwire rc, netweird, recam
njrat: bladabindi, njw0rm, lime-worm, jorik
orcus: orcus rat, orcusrat, schnorchel
plugx: korplug, sogu, kaba, destroy rat, tigerplug, reddelta
poison ivy: poisonivy, pivy, spivy
quasar: quasar rat, quasarrat, cinarat, yggdrasil
remcos: remcos rat, remcosrat, remvio, rescoms, socmer
revenge rat: revengerat, revetrat
shadowpad: poisonplug, poisonplug.shadow, xshellghost, barlaiy
sliver:
strrat:
systembc: coroxy, droxidat
xworm: x-worm
# Devices, routers and proxies
aisuru: airashi
anatsa: teabot, toddler, rebot
avrecon:
badbox: badbox 2.0, badbox2
bigviktor:
calypso:
cyclops blink: cyclops-blink, cyclopsblink
dofloo: aesddos, mrblack
flubot: cabassous, fakechat
gafgyt: bashlite, lizkebab, torlus, gayfgt, qbot iot
hajime:
joker: bread
kimwolf:
moobot:
mozi:
prometei:
proxybox: socks5 systemz, socks5systemz
mirai: mirai botnet, linux/mirai, elf.mirai, katana, mirai (elf), mirai sora, satori, okiru
necro: freakout, n3cr0m0rph
triada: apk. triada
tsunami: kaiten, muhstik, amnesia
vpnfilter:
vo1d:
xorddos: xor ddos, xor.ddos, xor-ddos
# Intrusions that notified networks ask about
blackcat: alphv, noberus
conti: conti locker
lockbit: abcd ransomware
revil: sodinokibi, sodin
ryuk:
sunburst: solorigate
`;

/** Every built-in family, in the order of the list. */
export const builtInFamilies: readonly BuiltInFamily[] = names
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [name = '', aliases = ''] = line.split(':').map((part) => part.trim());
    return { name, aliases: aliases === '' ? [] : aliases.split(',').map((alias) => alias.trim()) };
  });
