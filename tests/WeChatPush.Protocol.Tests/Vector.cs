namespace WeChatPush.Protocol.Tests;

/// <summary>
/// One known exchange: the packet, its ciphertext and the signature over it. From WeChat's documentation (official) and
/// from the test suites of other implementations, all of them checked with an independent one.
/// </summary>
public sealed record Vector(
    string Token,
    string Key,
    string AppId,
    string Timestamp,
    string Nonce,
    string Signature,
    string Random,
    string Message,
    string Encrypt)
{
    // Official request: 19 bytes of padding.
    public static readonly Vector OfficialRequest = new(
        Token: "AAAAA",
        Key: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        AppId: "wxba5fad812f8e6fb9",
        Timestamp: "1714112445",
        Nonce: "415670741",
        Signature: "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
        Random: "a8eedb185eb2fecf",
        Message: "{\"ToUserName\":\"gh_97417a04a28d\",\"FromUserName\":\"o9AgO5Kd5ggOC-bXrbNODIiE3bGY\",\"CreateTime\":17141" +
            "12445,\"MsgType\":\"event\",\"Event\":\"debug_demo\",\"debug_str\":\"hello world\"}",
        Encrypt: "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzD" +
            "pVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2I" +
            "uQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F" +
            "9mFUPAJGj04=");

    // Official reply: one byte of padding.
    public static readonly Vector OfficialReply = new(
        Token: "AAAAA",
        Key: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        AppId: "wxba5fad812f8e6fb9",
        Timestamp: "1713424427",
        Nonce: "415670741",
        Signature: "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1",
        Random: "707722b803182950",
        Message: "{\"demo_resp\":\"good luck\"}",
        Encrypt: "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==");

    // XML, 30 bytes of padding.
    public static readonly Vector Xml = new(
        Token: "QDG6eK",
        Key: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
        AppId: "wx5823bf96d3bd56c7",
        Timestamp: "1409659813",
        Nonce: "1372623149",
        Signature: "477715d11cdb4164915debcba66cb864d751f3e6",
        Random: "0960688932c47ef1",
        Message: "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n<FromUserName><![CDATA[mycreate]]>" +
            "</FromUserName>\n<CreateTime>1409659813</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Cont" +
            "ent><![CDATA[hello]]></Content>\n<MsgId>4561255354251345929</MsgId>\n<AgentID>218</AgentID>\n</x" +
            "ml>",
        Encrypt: "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911" +
            "L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLx" +
            "AUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9" +
            "nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/u" +
            "h9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==");

    // A key with trailing bits; the length field counts UTF-8 bytes.
    public static readonly Vector TrailingBits = new(
        Token: "pamtest",
        Key: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        AppId: "wxb11529c136998cb6",
        Timestamp: "1409735669",
        Nonce: "1320562132",
        Signature: "a9510cfe163052b13f006b52fd40956f57f3ad18",
        Random: "aaaabbbbccccdddd",
        Message: "我是中文abcd123",
        Encrypt: "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==");

    // The same with a longer packet.
    public static readonly Vector TrailingBitsLong = new(
        Token: "pamtest",
        Key: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        AppId: "wxb11529c136998cb6",
        Timestamp: "1409735669",
        Nonce: "1320562132",
        Signature: "ba93ad29d4ee41a4120851d1d189360433313431",
        Random: "aaaabbbbccccdddd",
        Message: "<xml><ToUserName><![CDATA[oia2Tj我是中文jewbmiOUlr6X-1crbLOvLw]]></ToUserName><FromUserName><![CDATA" +
            "[gh_7f083739789a]]></FromUserName><CreateTime>1407743423</CreateTime><MsgType><![CDATA[video]]><" +
            "/MsgType><Video><MediaId><![CDATA[eYJ1MbwPRJtOvIEabaxHs7TX2D-HV71s79GUxqdUkjm6Gs2Ed1KF3ulAOA9H1x" +
            "G0]]></MediaId><Title><![CDATA[testCallBackReplyVideo]]></Title><Description><![CDATA[testCallBa" +
            "ckReplyVideo]]></Description></Video></xml>",
        Encrypt: "jn1L23DB+6ELqJ+6bruv23M2GmYfkv0xBh2h+XTBOKVKcgDFHle6gqcZ1cZrk3e1qjPQ1F4RsLWzQRG9udbKWesxlkupqcEc" +
            "W7ZQweImX9+wLMa0GaUzpkycA8+IamDBxn5loLgZpnS7fVAbExOkK5DYHBmv5tptA9tklE/fTIILHR8HLXa5nQvFb3tYPKAl" +
            "HF3rtTeayNf0QuM+UW/wM9enGIDIJHF7CLHiDNAYxr+r+OrJCmPQyTy8cVWlu9iSvOHPT/77bZqJucQHQ04sq7KZI27OcqpQ" +
            "NSto2OdHCoTccjggX5Z9Mma0nMJBU+jLKJ38YB1fBIz+vBzsYjrTmFQ44YfeEuZ+xRTQwr92vhA9OxchWVINGC50qE/6lmkw" +
            "WTwGX9wtQpsJKhP+oS7rvTY8+VdzETdfakjkwQ5/Xka042OlUb1/slTwo4RscuQ+RdxSGvDahxAJ6+EAjLt9d8igHngxIbf6" +
            "YyqqROxuxqIeIch3CssH/LqRs+iAcILvApYZckqmA7FNERspKA5f8GoJ9sv8xmGvZ9Yrf57cExWtnX8aCMMaBropU/1k+hKP" +
            "5LVdzbWCG0hGwx/dQudYR/eXp3P0XxjlFiy+9DMlaFExWUZQDajPkdPrEeOwofJb");

    // An encrypted echo string (WeCom's URL verification).
    public static readonly Vector EchoString = new(
        Token: "123456",
        Key: "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
        AppId: "wx49f0ab532d5d035a",
        Timestamp: "1411443780",
        Nonce: "437374425",
        Signature: "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96",
        Random: "2304fc2fe146f1f8",
        Message: "5927782489442352469",
        Encrypt: "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==");

    // A reply in XML.
    public static readonly Vector Reply = new(
        Token: "123456",
        Key: "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
        AppId: "wx49f0ab532d5d035a",
        Timestamp: "1411525903",
        Nonce: "461056294",
        Signature: "407518b7649e86ef23978113f92d27afa9296533",
        Random: "1234567890123456",
        Message: "<xml>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[test]]></Content>\n<FromUserName><" +
            "![CDATA[wx49f0ab532d5d035a]]></FromUserName>\n<ToUserName><![CDATA[messense]]></ToUserName>\n<Ag" +
            "entID>1</AgentID>\n<CreateTime>1411525903</CreateTime>\n</xml>",
        Encrypt: "9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk+j3nba4HMOTzHrluLBYqxgNcBqGsL8Gq" +
            "xlhZgURnAtObvesEl5nZ+uBE8bviY0LWke8Zy9V/QYKxNV2FqllNXcfmstttyIkMKCCmVbCFM2JTF5wY0nFhHZSjPUL2Q1qv" +
            "SUCUld+/WIXrx0oyKQmpB6o8NRrrNrsDf03oxI1p9FxUgMnwKKZeOA/uu+2IEvEBtb7muXsVbwbgX05UPPJvFurDXafG0RQy" +
            "PR+mf1nDnAtQmmNOuiR5MIkdQ39xn1vWwi1O5oazPoQJz0nTYjxxEE8kv3kFxtAGVRe3ypD3WeK2XeFYFMNMpatF9XiKzHo3");

    // A request in XML, one byte of padding.
    public static readonly Vector Request = new(
        Token: "123456",
        Key: "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
        AppId: "wx49f0ab532d5d035a",
        Timestamp: "1411525903",
        Nonce: "461056294",
        Signature: "74d92dfeb87ba7c714f89d98870ae5eb62dff26d",
        Random: "ec90b1530358d4d3",
        Message: "<xml><ToUserName><![CDATA[wx49f0ab532d5d035a]]></ToUserName>\n<FromUserName><![CDATA[messense]]>" +
            "</FromUserName>\n<CreateTime>1411525903</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Cont" +
            "ent><![CDATA[test]]></Content>\n<MsgId>4363689963896700987</MsgId>\n<AgentID>1</AgentID>\n</xml>",
        Encrypt: "RgqEoJj5A4EMYlLvWO1F86ioRjZfaex/gePD0gOXTxpsq5Yj4GNglrBb8I2BAJVODGajiFnXBu7mCPatfjsu6IHCrsTyeDXz" +
            "F6Bv283dGymzxh6ydJRvZsryDyZbLTE7rhnus50qGPMfp2wASFlzEgMW9z1ef/RD8XzaFYgm7iTdaXpXaG4+BiYyolBug/gY" +
            "Nx410cvkKR2/nPwBiT+P4hIiOAQqGp/TywZBtDh1yCF2KOd0gpiMZ5jSw3e29mTvmUHzkVQiMS6td7vXUaWOMZnYZlF3So2S" +
            "jHnwh4jYFxdgpkHHqIrH/54SNdshoQgWYEvccTKe7FS709/5t6NMxuGhcUGAPOQipvWTT4dShyqio7mlsl5noTrb++x6En74" +
            "9zCpQVhDpbV6GDnTbcX2e8K9QaNWHp91eBdCRxthuL0=");

    /// <summary>Every vector, for theories.</summary>
    public static TheoryData<string, Vector> All => new()
    {
        { nameof(OfficialRequest), OfficialRequest },
        { nameof(OfficialReply), OfficialReply },
        { nameof(Xml), Xml },
        { nameof(TrailingBits), TrailingBits },
        { nameof(TrailingBitsLong), TrailingBitsLong },
        { nameof(EchoString), EchoString },
        { nameof(Reply), Reply },
        { nameof(Request), Request },
    };
}
