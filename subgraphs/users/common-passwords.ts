/** Hides the list of the commonest passwords that are long enough to be chosen here, gathered from what every breach holds. */

const LIST = `
  !qaz2wsx3edc 0000000000 0123456789 0147258369 0987654321 0987654321a 1010101010 10203040506 102030405060 1029384756 1111111111 1111122222 1112223334
  1122334455 112233445566 11223344556677 1212121212 123123123123 1231231234 123123123a 12341234123 123412341234 1234512345 1234554321 123456123456 123456654321
  1234567812 1234567887654321 1234567890 1234567891 12345678910 123456789a 123456789q 123456qwerty 12345qwert 1234qwerasdf 1234qwerty 123qwe123qwe 123qweasd1
  123qweasdzxc 1472583690 159753456852 1597534862 1a2b3c4d5e 1a2s3d4f5g 1q1q1q1q1q 1q2w3e4r5t 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz!qaz1qaz 1qaz1qaz1qaz 1qaz2wsx3e
  1qaz2wsx3edc 1qaz@wsx3edc 1qazxsw23edc 2020202020 3216549870 5201314520 5201314520a 741852963a 7894561230 789456123a 88888888888 9638527410 9876543210
  9999999999 a123456789 a1b2c3d4e5 a1b2c3d4e5f6 a1s2d3f4g5 aa12345678 aa123456789 aaa1234567 abc1234567 abc12345678 abc123abc123 abcabc1234 abcd123456
  abcd1234567 abcdef1234 abcdef12345 abcdef123456 abcdefg123 abcdefg1234 abcdefg12345 abcdefgh12 abcdefghijk1 admin12345 admin123456 admin1234567 admin@1234
  admin@12345 adminadmin adminadmin1 adminadmin123 administrator administrator1 adminpassword amorzinho1 argentina1 argentina12 argentina123 arsenal123
  asd1234567 asd123asd123 asdf1234asdf asdfasdfasdf asdfghjkl1 asdfghjkl123 asdfghjkl; ashley1234 asshole123 autumn2023 autumn2024 autumn2025 autumn2026
  barcelona1 barcelona12 barcelona123 baseball12 baseball123 basketball basketball1 batman12345 benfica123 benfica1904 bienvenida bienvenido bienvenido1
  blink182182 brasil1234 brasil12345 brasil2014 changeme1! changeme12 changeme123 changeme1234 charlie123 charlie1234 chelsea123 colombia12 colombia123
  company123 company1234 computer12 computer123 contrasena contrasena1 contrasena123 contraseña contraseña1 contraseña123 corinthians corinthians1 correcthorse
  correcthorsebatterystaple cristiano7 daniel1234 december2025 default123 deus123456 deusefiel1 deusefiel123 dragon12345 dragon123456 españa1234 estrella12
  estrella123 euteamo123 eventpost1 eventpost12 eventpost123 eventpost123! facebook12 facebook123 facebook1234 familia123 familia1234 flamengo12 flamengo123
  football12 football123 football2024 friday1234 fuckoff123 fuckyou123 fuckyou1234 fuckyou12345 gabriel123 gabriela12 google1234 google12345 guest12345
  guest123456 hello12345 hello123456 hellohello hellohello1 helloworld helloworld1 helloworld123 hola123456 hola12345678 iloveme123 iloveyou!!
  iloveyou1! iloveyou12 iloveyou123 iloveyou1234 iloveyou12345 iloveyou22 iloveyou69 iloveyoubaby iloveyoujesus iloveyouso instagram1 instagram123 internet12
  internet123 january2025 january2026 jennifer12 jennifer123 jessica123 jesus12345 jesuscristo jesuscristo1 jesusteama jordan2323 juventus12 letmein!23
  letmein123 letmein1234 letmein12345 letmeinnow linkedin12 linkedin123 lionelmessi liverpool1 liverpool12 liverpool123 manchester manchester1 mariposa12
  mariposa123 master12345 master123456 mexico1234 miamorcito michael123 michelle12 michelle123 micontraseña microsoft1 microsoft123 minecraft1 minecraft12
  minecraft123 minhasenha minhasenha1 minhasenha123 monday1234 monkey12345 monkey123456 motherfucker mudar12345 mypassword mypassword1 mypassword123 naruto1234
  newpassword newpassword1 november2026 p@55w0rd123 p@ssw0rd1! p@ssw0rd12 p@ssw0rd123 p@ssword123 pa$$w0rd12 pa$$word123 pa55word123 palmeiras1 palmeiras12
  passw0rd12 passw0rd123 password!! password!@# password00 password01 password1! password11 password12 password123 password123! password1234 password12345
  password123456 password2020 password2021 password2022 password2023 password2024 password2025 password2026 passwordabc passwordpassword passwordqwerty
  pokemon123 pokemon1234 portugal12 portugal123 princesa12 princesa123 princess1! princess12 princess123 q123456789 q1q1q1q1q1 q1w2e3r4t5 q1w2e3r4t5y6
  qaz1234567 qazwsxedc1 qazwsxedcrfv qwe123qwe123 qweasdzxc1 qweasdzxc123 qwer1234qwer qwerty123! qwerty1234 qwerty12345 qwerty123456 qwerty12345678
  qwerty1234567890 qwertyqwerty qwertyuiop qwertyuiop1 qwertyuiop123 qwertyuiop[] realmadrid realmadrid1 ronaldo123 root123456 rootpassword rootroot123
  samsung123 samsung1234 saopaulo12 secretpassword senha12345 senha123456 shadow12345 snapchat12 spiderman1 spiderman12 spiderman123 sporting12 sporting1906
  spring2023 spring2024 spring2025 spring2026 starwars12 starwars123 strongpassword summer123! summer2020 summer2021 summer2022 summer2023 summer2024
  summer2025 summer2026 sunshine1! sunshine12 sunshine123 superman12 superman123 teamo12345 teamo123456 teamomucho teamomucho1 teamomuito tequiero12
  tequiero123 test123456 test1234567 test12345678 testing123 testtest12 testtest123 thepassword thispassword toortoor12 trustno1234 twitter123 user123456
  welcome123 welcome123! welcome1234 welcome12345 welcome2020 welcome2021 welcome2022 welcome2023 welcome2024 welcome2025 welcome2026 welcome@123 welcomehome
  whatever12 whatever123 windows123 windows1234 winter2020 winter2021 winter2022 winter2023 winter2024 winter2025 winter2026 zaq12wsxcde3 zaq1xsw2cde3
  zxcvbnm,./ zxcvbnm123
`;

/** In lower case. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(LIST.trim().split(/\s+/u));
