//! What is held and what is not: a table of advertisements and of honest remarks, all invented here, and each sign by itself.

use super::reason::HoldReason;
use super::score::{SpamEvidence, judge, signs};
use crate::challenges::Proof;
use crate::comments::model::CommentStatus;
use crate::config::CommentModeration;

fn evidence<'a>(name: &'a str, body: &'a str) -> SpamEvidence<'a> {
    SpamEvidence {
        name,
        body,
        links: body.matches("http").count(),
        most_links: 2,
        honeypot_filled: false,
        proof: Proof::Given,
        akismet: None,
        repeated: false,
        known: true,
        official_name: false,
        crowded: false,
        disposable: false,
        learned: None,
    }
}

fn is_held(name: &str, body: &str) -> bool {
    judge(&evidence(name, body), CommentModeration::None).status == CommentStatus::Pending
}

/// Advertisements as they are left under posts, each invented here.
const ADVERTISEMENTS: &[(&str, &str)] = &[
    ("행운", "카지노 추천합니다 첫충 보너스 지급해 드려요"),
    ("럭키", "바 카 라 추천, 꽁머니 3만 지급"),
    ("ㅎㅎ", "ㅋㅏㅈㅣㄴㅗ 가입하시면 쿠폰 드려요"),
    (
        "베팅왕",
        "카.지.노 검증된 곳만 모았습니다 텔레그램 betking77",
    ),
    ("놀이터", "안전놀이터 가입 문의 카톡 play7788"),
    ("토토", "스포츠토토 픽 무료로 드립니다 텔레 sportspick"),
    ("슬롯", "슬롯사이트 추천 https://slot.example"),
    (
        "파워",
        "파워볼 재테크 하루 30만원 보장, 오픈채팅 들어오세요",
    ),
    ("김실장", "무직자 당일대출 가능합니다 상담 010-1234-5678"),
    ("이팀장", "급전 필요하신 분 대출 상담 카톡 주세요"),
    ("소액", "소액결제 현금화 90% 업계 최고 문의 환영"),
    ("폰테크", "폰테크 당일 지급 내구제 상담 01012345678"),
    ("주식명가", "급등주 리딩방 무료체험 오픈채팅 검색하세요"),
    ("코인선생", "코인추천 월수익 300% 텔레그램 coinmaster"),
    ("투자자문", "종목 추천 받으실 분 open.kakao.com/o/abcde"),
    (
        "하늘맘",
        "아이 키우면서 재택알바로 월 200 벌어요 라인 아이디 sky200",
    ),
    (
        "부업맘",
        "하루 30분 부업으로 고수익 가능해요. 궁금하시면 쪽지 주세요",
    ),
    ("알바천사", "재택부업 모집합니다 일당 15만원 문자 주세요"),
    ("힐링", "출장안마 전지역 30분 도착 010 9876 5432"),
    ("마사지", "출장마사지 예약은 카톡 heal99"),
    ("명품", "레플리카 미러급 명품 도매 카톡 lux00"),
    ("시계", "미러급 시계 최저가 문의는 텔레그램 watch7"),
    ("마케터", "인스타 팔로워 늘려 드립니다 상담 카톡 sns1004"),
    ("SEO", "네이버 상위노출 백링크 작업 문의 bit.ly/abc12"),
    (
        "블로거",
        "글 잘 봤어요~ 제 블로그도 놀러 오세요 서로이웃 해요",
    ),
    ("유튜버", "구독 부탁드려요 맞구독 갑니다 제 채널에 오세요"),
    ("다이어터", "다이어트 약 특가 이벤트 bit.ly/diet1"),
    ("약국", "비아그라 시알리스 정품 최저가"),
    ("소개팅", "조건만남 유흥 정보 t.me/night"),
    ("상품권", "상품권 매입 당일 현금화 01098765432"),
    (
        "Lucky",
        "Best online casino bonus, sign up at https://win.example",
    ),
    ("Winner", "top CASINOS and sportsbook picks on telegram"),
    (
        "Jane",
        "I make money online, 500 dollars per day! Contact me on WhatsApp",
    ),
    ("Mark", "Guaranteed profit with bitcoin, telegram @markfx"),
    ("Loans", "Apply now for an instant loan, email me today"),
    ("Doc", "Buy viagra and cialis cheap https://pills.example"),
    (
        "Sam",
        "Check out my channel please, I post new music every day",
    ),
    ("Rapper", "yo subscribe to my channel and follow me"),
    (
        "Growth",
        "Free followers and cheap backlinks, visit our shop",
    ),
    (
        "Pro",
        "essay writing discount, order now https://essay.example",
    ),
    ("Fx", "Forex signals, crypto giveaway, join now"),
    (
        "Shop",
        "<a rel=\"nofollow\" href='https://bags.example'>replica bags</a>",
    ),
    ("http://shop.example", "Nice article"),
    ("cheapbags.com", "great post thanks"),
    ("forum", "see [url=https://x.example]this[/url]"),
    (
        "링크",
        "https://a.example https://b.example https://c.example",
    ),
];

/// What readers write, some of it with words that advertisers use.
const REMARKS: &[(&str, &str)] = &[
    ("김하늘", "좋은 글 감사합니다"),
    ("이서준", "Nice"),
    ("박서연", "초코바 카라멜 맛이 제일 좋아요"),
    (
        "최하린",
        "우리 카라반 여행기도 올려 주세요. 바 카라반이 있으면 좋겠네요",
    ),
    ("정도윤", "카지노 산업 규제를 다룬 기사라 잘 읽었습니다"),
    ("한지우", "먹튀라는 말이 어디서 왔는지 처음 알았어요"),
    ("오세훈민", "비아그라 특허 소송 이야기가 흥미롭네요"),
    ("강민서", "대출 금리가 더 오를까요?"),
    (
        "윤재",
        "전세대출 상담을 받아 본 적이 있는데 은행마다 달랐어요",
    ),
    (
        "임수아",
        "지난주에 소액결제 사기를 당할 뻔했습니다. 다들 조심하세요",
    ),
    ("조은", "리딩방 피해 기사 잘 봤습니다"),
    ("배유진", "이 책 추천 감사해요. 도서관에 신청했습니다"),
    ("신동하", "카톡으로 친구들에게 공유했습니다"),
    ("문하영", "텔레그램과 시그널의 차이도 다뤄 주세요"),
    ("홍길", "무료 이벤트는 언제까지인가요?"),
    ("서아", "재택근무가 늘면서 부업하는 친구도 많아졌어요"),
    (
        "권태",
        "비트코인 이야기는 빼고 블록체인만 설명해 주셔서 좋았습니다",
    ),
    ("안나", "구독하고 있어요. 매주 잘 읽고 있습니다"),
    (
        "류현",
        "제 블로그에도 비슷한 경험을 적어 두었습니다. 다른 결론이었지만요",
    ),
    ("남주", "팔로워가 많다고 좋은 글은 아니라는 말에 공감합니다"),
    (
        "전소",
        "2026. 11. 24. 오전에 봤을 때는 링크가 깨져 있었어요",
    ),
    ("곽민", "https://docs.example/guide 이 문서도 참고가 됩니다"),
    (
        "유리",
        "원문은 https://a.example 이고 번역은 https://b.example 입니다",
    ),
    (
        "ASP.NET 개발자",
        "`<a href>` 태그를 쓸 때 rel을 빼먹기 쉽죠",
    ),
    ("Amazon.com 직원", "내부에서도 비슷한 이야기가 나왔습니다"),
    ("J.Kim", "동의합니다"),
    ("차은", "ㅋㅋㅋㅋ 그 부분에서 빵 터졌어요 ㅠㅠ"),
    ("심", "이 글 다 잘 봄. 한 번 더 볼 것"),
    (
        "노을",
        "전화번호 형식 예제에서 010으로 시작하는 경우만 다루나요?",
    ),
    ("하루", "첫 문단의 오타: '됬다'는 '됐다'입니다"),
    ("구름", "최저가 검색보다 오래 쓰는 물건이 낫더라고요"),
    (
        "나무",
        "다음 글도 기다리겠습니다. 방문할 때마다 배우고 가요",
    ),
    ("바다", "출장 때 읽기 좋은 길이예요"),
    (
        "Mina",
        "The third reading a month later is the one I always skip.",
    ),
    (
        "Jonas",
        "Same here. I never had a loan, so this was new to me",
    ),
    ("Eve", "Is there a free version of the tool?"),
    (
        "Tom",
        "I visit this blog every week, best writing on the topic",
    ),
    (
        "Ann",
        "My channel surfing days are over, thanks to this list",
    ),
    ("Lee", "The casino example made probability clear at last"),
    ("Kim", "That was a scam, they promised bitcoin and vanished"),
    ("Ola", "Could you check my math in the second table?"),
    (
        "Ben",
        "I work from home too, and the noise is the hardest part",
    ),
    ("Ria", "The specialist was in Encasinoed, of all places"),
    ("Zoe", "Discount rates are explained well here"),
    ("Max", "spam filters hold my mails about viagra research"),
    ("Ivo", "I subscribed last month and read each issue"),
];

#[test]
fn advertisements_are_held_and_honest_remarks_are_not() {
    let missed: Vec<_> = ADVERTISEMENTS
        .iter()
        .filter(|(name, body)| !is_held(name, body))
        .collect();
    let disturbed: Vec<_> = REMARKS
        .iter()
        .filter(|(name, body)| is_held(name, body))
        .collect();
    let recall = 1.0 - share(missed.len(), ADVERTISEMENTS.len());
    let held = ADVERTISEMENTS.len() - missed.len() + disturbed.len();
    let precision = 1.0 - share(disturbed.len(), held);
    assert!(recall >= 0.95, "recall {recall:.3}; missed: {missed:#?}");
    assert!(
        precision >= 0.97,
        "precision {precision:.3}; held: {disturbed:#?}"
    );
}

fn share(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap());
    number(part) / number(whole)
}

#[test]
fn a_plain_remark_appears_as_the_sites_rule_says() {
    let remark = evidence("김하늘", "좋은 글 감사합니다");
    let of = |rule, known| judge(&SpamEvidence { known, ..remark }, rule);
    assert_eq!(
        of(CommentModeration::All, true).reasons,
        [HoldReason::Everyone]
    );
    assert_eq!(
        of(CommentModeration::First, true).status,
        CommentStatus::Approved
    );
    assert_eq!(
        of(CommentModeration::First, false).reasons,
        [HoldReason::FirstComment]
    );
    assert_eq!(
        of(CommentModeration::None, false).status,
        CommentStatus::Approved
    );
}

#[test]
fn the_moderator_reads_the_sum_and_what_it_is_made_of() {
    let verdict = judge(
        &evidence("럭키", "바 카 라 문의 카톡"),
        CommentModeration::None,
    );
    let word = |word: &str| word.to_owned();
    assert_eq!(
        verdict.reasons,
        [
            HoldReason::Score {
                sum: 18,
                threshold: 10
            },
            HoldReason::Word {
                word: word("바카라")
            },
            HoldReason::Contact {
                word: word("카톡")
            },
            HoldReason::Call {
                word: word("문의")
            },
            HoldReason::ContactAndOffer,
            HoldReason::OfferAndCall,
        ]
    );
    let t = crate::i18n::Locale::En.translator();
    let said = verdict.reasons[0].text(t);
    assert!(said.contains("18") && said.contains("10"), "{said}");
    assert!(verdict.reasons[1].text(t).ends_with("(+5)"));
}

#[test]
fn words_of_talk_outweigh_no_link_no_markup_and_no_repetition() {
    let links = "https://a.example https://b.example https://c.example https://d.example";
    let linked = format!("Read the best article: {links}");
    let talk = evidence("Kim", "Read this article about loans");
    for held in [
        evidence("Kim", &linked),
        evidence("Kim", "이 기사 보세요 [url=https://a.example]여기[/url]"),
        SpamEvidence {
            repeated: true,
            links: 1,
            ..talk
        },
    ] {
        let verdict = judge(&held, CommentModeration::None);
        assert_eq!(verdict.status, CommentStatus::Pending, "{}", held.body);
        let Some(HoldReason::Score { sum, .. }) = verdict.reasons.first() else {
            panic!("{:?}", verdict.reasons);
        };
        let weights: i64 = verdict.reasons.iter().map(HoldReason::weight).sum();
        assert_eq!(*sum, weights, "the signs add up: {:?}", verdict.reasons);
    }
    assert!(
        signs(&evidence("Kim", &linked)).contains(&HoldReason::Talk {
            word: "article".into(),
            by: 2
        })
    );
}

#[test]
fn the_same_text_twice_counts_when_it_is_long_or_has_a_link() {
    let short = SpamEvidence {
        repeated: true,
        ..evidence("Kim", "Nice post, thanks!")
    };
    assert_eq!(
        judge(&short, CommentModeration::None).status,
        CommentStatus::Approved
    );
    let linked = SpamEvidence { links: 1, ..short };
    let long = SpamEvidence {
        body: "이 문장은 다른 글에도 똑같이 달려 있어서 서른 글자를 훌쩍 넘기면 눈에 띄는 문장입니다",
        ..short
    };
    for repeated in [linked, long] {
        assert_eq!(
            judge(&repeated, CommentModeration::None).status,
            CommentStatus::Pending
        );
    }
}

#[test]
fn a_name_of_the_sites_and_a_crowd_wait_under_every_rule() {
    let remark = evidence("관리자", "안녕하세요");
    let official = SpamEvidence {
        official_name: true,
        ..remark
    };
    let crowded = SpamEvidence {
        crowded: true,
        ..remark
    };
    let held = |evidence| judge(&evidence, CommentModeration::None).reasons;
    assert_eq!(held(official), [HoldReason::OfficialName]);
    assert_eq!(held(crowded), [HoldReason::Crowded]);
}

#[test]
fn code_in_a_name_is_a_sign_and_no_proof() {
    let verdict = |name, body| judge(&evidence(name, body), CommentModeration::All).reasons;
    assert_eq!(
        verdict("1' OR '1'='1", "hello"),
        [HoldReason::Everyone, HoldReason::CodeInName]
    );
    assert!(!is_held("<script>", "hello"));
    assert!(is_held("<script>", "대출 상담"));
}

#[test]
fn what_fills_in_the_hidden_field_is_spam() {
    let honeypot_filled = SpamEvidence {
        honeypot_filled: true,
        ..evidence("Kim", "hello")
    };
    assert_eq!(
        judge(&honeypot_filled, CommentModeration::None).status,
        CommentStatus::Spam
    );
}

#[test]
fn hidden_letters_other_scripts_and_throw_away_addresses_are_signs_and_no_proof() {
    for (body, sign) in [
        ("온라인 ㅋr페 모임", HoldReason::HiddenLetters),
        ("The lаst page was best", HoldReason::HiddenLetters),
        ("Купите дешёвые часы сегодня", HoldReason::OtherScript),
    ] {
        let found = signs(&evidence("Kim", body));
        assert!(found.contains(&sign), "{body}: {found:?}");
        assert!(!is_held("Kim", body), "{body}");
    }
    let thrown_away = SpamEvidence {
        disposable: true,
        ..evidence("Kim", "좋은 글 감사합니다")
    };
    assert_eq!(signs(&thrown_away), [HoldReason::DisposableAddress]);
    for body in [
        "ㅋㅋㅋ 대박",
        "中国 여행 이야기 잘 읽었습니다",
        "Привет! 안녕하세요, 번역이 좋네요",
    ] {
        assert_eq!(signs(&evidence("Kim", body)), [], "{body}");
    }
}

#[test]
fn who_proves_nothing_waits_when_everybody_is_asked_or_the_comment_is_odd() {
    let of = |body, proof, known| {
        let evidence = SpamEvidence {
            proof,
            known,
            ..evidence("김하늘", body)
        };
        judge(&evidence, CommentModeration::None)
    };
    let plain = "요약이 알맞아서 잘 읽었습니다";
    assert_eq!(
        of(plain, Proof::Missing, false).reasons,
        [HoldReason::NoProof]
    );
    let odd = SpamEvidence {
        proof: Proof::NotAsked,
        known: false,
        ..evidence("kim--", "https://example.net 에서 읽었습니다")
    };
    assert_eq!(
        judge(&odd, CommentModeration::None).reasons.first(),
        Some(&HoldReason::NoProof)
    );
    for (proof, known) in [
        (Proof::Missing, true),
        (Proof::Given, false),
        (Proof::NotAsked, false),
    ] {
        assert_eq!(
            of(plain, proof, known).status,
            CommentStatus::Approved,
            "{proof:?}"
        );
    }
}
