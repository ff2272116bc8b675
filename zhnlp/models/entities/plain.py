"""Characters that the rules read as others, one by one, so that positions stay.

Full width is read as half width, other blanks as a blank, other dashes and colons as the
usual ones, and the traditional characters below as simplified ones: those of
``dicts/traditional.tsv`` that are in use (in Big5) and whose simplified form a pattern
has. A test compares them.
"""

from __future__ import annotations

import re
from functools import cache

_TRADITIONAL = (
    "亞佈來侖侷係個倫備傢債傷僅價億償優兇兌兒內兩冊凈別則剋剛創劑動務勛勝勞勢勳匯區厤員問啟喫單嗎噸噹國圓圖團堅報場塊夠奧婦嬰學寧審寬將對屆層屬島崙帥師帶幣幹幾廠廣張強彆彙後徑從復徵慶應懸戶捲換損搧"
    "摺撐擊擔據擲攝敗數於昇時晝曆曉會朮東條棟業榦構槍樂樓標樣樹橋機檔檯檻權歐歲歷歸殲氣汙決沒淨淩準溫滬滿漲潑潤灣為熱營爾牆獎獨現產畝畫異當疊發盃盞盤盧眾碼礦禎禮稅種稱穀積筆箇節籃糰紀約納紐純紙級組"
    "結給統綁綑經網綵緒線編縛縣總績織繫續纍纔罰羅義聖聯聲腦腳臘臨臺舉舖茲華萬葉蓆蘭處號虧蟄術衕衛補裝裡製複覈見親觀計訓記許訴診註証詐評詞試話誕語說課調談論諾謀謂謝證識議護變豐豬貝貞負財貨貪責貳買貸"
    "費貼賄資賓賞賠賣質賬賺賽贈踰車軍輛輩輪轉轟農迴逕這連週進遊運過達遠還邊郵鄉醜醫釐針釦銀銅銖銷鋒鋪錢錶鍵鍼鍾鎊鐘長門開間閤關陞陸陽隊階際隻雙雞離靜鞦韆韋韓頁頂頃項順預領頭顆題額類顧颱飯餅餘館馬駛"
    "騙驗驚體髮鳴鹹麥麵麼黃點黨鼕齋齡齣龍歳趙孫鄭吳嚮嚴園壺幀廳彔憶曏樁爐狀窩絨縷脈蓋貴載錄鍋鎖閉闆陣隨響頓飲"
)
_SIMPLIFIED = (
    "亚布来仑局系个伦备家债伤仅价亿偿优凶兑儿内两册净别则克刚创剂动务勋胜劳势勋汇区历员问启吃单吗吨当国圆图团坚报场块够奥妇婴学宁审宽将对届层属岛仑帅师带币干几厂广张强别汇后径从复征庆应悬户卷换损扇"
    "折撑击担据掷摄败数于升时昼历晓会术东条栋业干构枪乐楼标样树桥机档台槛权欧岁历归歼气污决没净凌准温沪满涨泼润湾为热营尔墙奖独现产亩画异当叠发杯盏盘卢众码矿祯礼税种称谷积笔个节篮团纪约纳纽纯纸级组"
    "结给统绑捆经网彩绪线编缚县总绩织系续累才罚罗义圣联声脑脚腊临台举铺兹华万叶席兰处号亏蛰术同卫补装里制复核见亲观计训记许诉诊注证诈评词试话诞语说课调谈论诺谋谓谢证识议护变丰猪贝贞负财货贪责贰买贷"
    "费贴贿资宾赏赔卖质账赚赛赠逾车军辆辈轮转轰农回径这连周进游运过达远还边邮乡丑医厘针扣银铜铢销锋铺钱表键针钟镑钟长门开间合关升陆阳队阶际只双鸡离静秋千韦韩页顶顷项顺预领头颗题额类顾台饭饼余馆马驶"
    "骗验惊体发鸣咸麦面么黄点党冬斋龄出龙岁赵孙郑吴向严园壶帧厅录忆向桩炉状窝绒缕脉盖贵载录锅锁闭板阵随响顿饮"
)
_SIGNS = "￥・‧−～〜∼‐‑―∶○﹪％\u00a0\u2002\u2003\u2009\u202f"
_PLAIN_SIGNS = "¥··-~~~--—:〇%%     "
_WIDE = "０１２３４５６７８９．／－＋＄＃＆"
_NARROW = "0123456789./-+$#&"
_LETTERS = {code: code - 0xFEE0 for first in "Ａａ" for code in range(ord(first), ord(first) + 26)}

PLAIN = {
    **str.maketrans(_TRADITIONAL + _SIGNS + _WIDE, _SIMPLIFIED + _PLAIN_SIGNS + _NARROW),
    **_LETTERS,
}
# A comma of full width between such digits: １２，３４５.
_COMMA = re.compile("，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))")


@cache
def _some() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(map(chr, PLAIN)))}]")


def plain_characters(text: str) -> str:
    """`text` in the characters that the patterns know, at the same positions.

    >>> plain_characters("１９９８年兩個")
    '1998年两个'
    """
    if not _some().search(text):
        return text
    return _COMMA.sub(",", text).translate(PLAIN)
