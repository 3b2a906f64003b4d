"""Districts and towns whose names look like people's, met behind Huyện ủy and UBND huyện. They ended on 1/7/2025; old reports stay."""

from articles.intake.tokens import listed

DISTRICTS = frozenset(
    listed(
        "a lưới|an biên|an dương|an khê|an lão|an minh|an nhơn|an phú|ayun pa|buôn hồ|buôn ma thuột|buôn đôn|bá thước"
        "|bạch long vĩ|bạch thông|cam lâm|cam lộ|cam ranh|cao lãnh|cao lộc|cao phong|chiêm hóa|châu phú|châu thành|châu thành a"
        "|châu đốc|châu đức|chương mỹ|cái bè|cái nước|cái răng|cù lao dung|cư jút|cư kuin|cư m'gar|cẩm giàng|cẩm khê|cẩm lệ"
        "|cẩm mỹ|cẩm phả|cẩm thủy|cẩm xuyên|dương kinh|dương minh châu|giang thành|hoa lư|hoàng mai|hoàng sa|hoàng su phì"
        "|hà quảng|hà tiên|hà trung|hà đông|hạ hòa|hạ lang|hạ long|kim bôi|kim bảng|kim sơn|kim thành|kim động|kiên hải"
        "|kiên lương|krông ana|krông bông|krông búk|krông nô|krông năng|krông pa|krông pắc|la gi|lang chánh|long biên|long hồ"
        "|long khánh|long mỹ|long phú|long thành|long xuyên|long điền|long đất|lâm bình|lâm hà|lâm thao|lê chân|lý nhân|lý sơn"
        "|lương sơn|lương tài|lạc dương|lạc sơn|lạc thủy|lộc bình|lộc hà|lộc ninh|lục nam|lục ngạn|lục yên|mai châu|mai sơn"
        "|mang thít|mang yang|mộc châu|mộc hóa|ngô quyền|ngũ hành sơn|ninh giang|ninh hòa|ninh hải|ninh kiều|ninh phước"
        "|ninh sơn|nông cống|nông sơn|phan rang|phan thiết|phú bình|phú giáo|phú hòa|phú lương|phú lộc|phú mỹ|phú nhuận"
        "|phú ninh|phú quý|phú quốc|phú riềng|phú thiện|phú tân|phú vang|phú xuyên|quan hóa|quan sơn|quản bạ|quảng hòa"
        "|quảng ninh|quảng trạch|quảng uyên|quảng xương|quảng yên|quảng điền|sơn dương|sơn hà|sơn hòa|sơn trà|sơn tây|sơn tịnh"
        "|sơn động|sầm sơn|thái hòa|thái thụy|thạch an|thạch hà|thạch thành|thạch thất|tiền hải|triệu phong|triệu sơn|trà bồng"
        "|trà cú|trà lĩnh|trà ôn|trần văn thời|trần đề|từ sơn|u minh|u minh thượng|uông bí|võ nhai|văn bàn|văn chấn|văn giang"
        "|văn lâm|văn lãng|văn quan|văn yên|vũ quang|vũ thư|yên bình|yên châu|yên dũng|yên khánh|yên lạc|yên lập|yên minh"
        "|yên mô|yên mỹ|yên phong|yên sơn|yên thành|yên thế|yên thủy|yên định|ân thi|đan phượng|đồng hới|đồng hỷ|đồng phú"
        "|đồng văn|đồng xoài|đồng xuân|ứng hòa"
    )
)
