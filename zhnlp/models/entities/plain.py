"""Characters that the rules read as others, one by one, so that positions stay.

Full width is read as half width, other blanks as a blank, other dashes and colons as the
usual ones, and the traditional characters below as simplified ones: those of
``dicts/traditional.tsv`` that are in use (in Big5) and whose simplified form a pattern
has. A test compares them.
"""

from __future__ import annotations

import re

_TRADITIONAL = (
    "亞佈來侖侷係個倫備傢債傷僅價億償優兇兒內兩冊凈別則剋創劑動務勛勝勞勢勳區厤員問啟喫單嗎噸噹嚮國圍園圓圖團堅報場塊墊夠奧婦嬰學寧審寫將對屆層屬島崗崙巖帥師帶幣幹幾廠廣廳張強彆彔後徑從復徵慶憶應懸"
    "戶捲揚換損搧撐擔據攝攬數於昇時晝曆曉曏書會朮東條棟業榦構槍樂樑樓標樣樹橋機檔檯檻權歐歲歷歸氣汙決沒淨淩準溫滬滿漲潑潤灣災為熱營爾獎獨現產畝畫異當發盃盞盤盧眾碼礦禎禮種稱穀積筆箇節籃糰紀約紅紋納"
    "紐純紙級組結給統綁綑經網綵緒線編練縛縣總織繫續纍纔罰羅義聖聯聲腦臘臨臺舖茲莖華萬葉蓆蘭處號虧蟄術衕衛補裝裡製複覈見規視親觀計討訓記設許訴診註証評詞試話誕語說課談論諜諾謀謂謝證識譜議護譽變豐豬貝"
    "貞負財貨貪責貳買貸費貼賄資賓賞賠賣質賺購賽贈踰車軍輛輩輪轂辦農迴逕這連週進遊運過達選還邊郵醜釐針釦銖銷鋒鋪錄錢錦錶鍵鍼鍾鎊鏈鐘長門開間閘閤闆關陞陣陸陽隊階際隻雙雞離電靜鞦韆韋韓頁頂頃項順預領頭"
    "頸顆題額類風颱飯餅養餘館馬駛騙驗驚體髮鳴鹹麥麴麵麼黃點黨鼕齋齡齣龍歳"
)
_SIMPLIFIED = (
    "亚布来仑局系个伦备家债伤仅价亿偿优凶儿内两册净别则克创剂动务勋胜劳势勋区历员问启吃单吗吨当向国围园圆图团坚报场块垫够奥妇婴学宁审写将对届层属岛岗仑岩帅师带币干几厂广厅张强别录后径从复征庆忆应悬"
    "户卷扬换损扇撑担据摄揽数于升时昼历晓向书会术东条栋业干构枪乐梁楼标样树桥机档台槛权欧岁历归气污决没净凌准温沪满涨泼润湾灾为热营尔奖独现产亩画异当发杯盏盘卢众码矿祯礼种称谷积笔个节篮团纪约红纹纳"
    "纽纯纸级组结给统绑捆经网彩绪线编练缚县总织系续累才罚罗义圣联声脑腊临台铺兹茎华万叶席兰处号亏蛰术同卫补装里制复核见规视亲观计讨训记设许诉诊注证评词试话诞语说课谈论谍诺谋谓谢证识谱议护誉变丰猪贝"
    "贞负财货贪责贰买贷费贴贿资宾赏赔卖质赚购赛赠逾车军辆辈轮毂办农回径这连周进游运过达选还边邮丑厘针扣铢销锋铺录钱锦表键针钟镑链钟长门开间闸合板关升阵陆阳队阶际只双鸡离电静秋千韦韩页顶顷项顺预领头"
    "颈颗题额类风台饭饼养余馆马驶骗验惊体发鸣咸麦曲面么黄点党冬斋龄出龙岁"
)
_SIGNS = "￥−～〜∼‐‑―∶○﹪％\u00a0\u2002\u2003\u2009\u202f"
_PLAIN_SIGNS = "¥-~~~--—:〇%%     "
_WIDE = "０１２３４５６７８９．／－＋＄＃＆"
_NARROW = "0123456789./-+$#&"
_LETTERS = {code: code - 0xFEE0 for first in "Ａａ" for code in range(ord(first), ord(first) + 26)}

PLAIN = {
    **str.maketrans(_TRADITIONAL + _SIGNS + _WIDE, _SIMPLIFIED + _PLAIN_SIGNS + _NARROW),
    **_LETTERS,
}
SOME_PLAIN = f"[{re.escape(''.join(map(chr, PLAIN)))}]"
