using System.Text.Json;

namespace WeChatPush.Protocol.LogisticsProvider;

/// <summary>An end of a waybill.</summary>
public sealed record WaybillParty
{
    /// <summary>Who it is.</summary>
    public string Name { get; init; } = "";

    /// <summary>Fixed line.</summary>
    public string Tel { get; init; } = "";

    /// <summary>Mobile phone.</summary>
    public string Mobile { get; init; } = "";

    /// <summary>The company.</summary>
    public string Company { get; init; } = "";

    /// <summary>The postal code.</summary>
    public string PostCode { get; init; } = "";

    /// <summary>The country; usually 中国.</summary>
    public string Country { get; init; } = "";

    /// <summary>Province, as 广东省.</summary>
    public string Province { get; init; } = "";

    /// <summary>City, as 广州市.</summary>
    public string City { get; init; } = "";

    /// <summary>District, as 海珠区.</summary>
    public string Area { get; init; } = "";

    /// <summary>Street.</summary>
    public string Street { get; init; } = "";

    /// <summary>The rest of the address.</summary>
    public string Address { get; init; } = "";

    /// <summary>The address as a number.</summary>
    public string Id { get; init; } = "";

    internal static WaybillParty Read(JsonElement fields) => new()
    {
        Name = fields.Text("Name"),
        Tel = fields.Text("Tel"),
        Mobile = fields.Text("Mobile"),
        Company = fields.Text("Company"),
        PostCode = fields.Text("PostCode"),
        Country = fields.Text("Country"),
        Province = fields.Text("Province"),
        City = fields.Text("City"),
        Area = fields.Text("Area"),
        Street = fields.Text("Street"),
        Address = fields.Text("Address"),
        Id = fields.Text("Id"),
    };

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("Name"u8, Name);
        json.WriteString("Tel"u8, Tel);
        json.WriteString("Mobile"u8, Mobile);
        json.WriteString("Province"u8, Province);
        json.WriteString("City"u8, City);
        json.WriteString("Area"u8, Area);
        json.WriteOptional("Street", Street.Length > 0 ? Street : null);
        json.WriteString("Address"u8, Address);
    }
}

/// <summary>What is in a single waybill.</summary>
/// <param name="Weight">Weight in kilograms.</param>
/// <param name="Kind">
/// 0: papers; 1: electronics; 2: office goods, clothes, bags; 3: cosmetics; 4: jewellery, watches; 5: food, medicine;
/// 6: handicraft; 7: toys, instruments; 8: something else.
/// </param>
public sealed record WaybillGoods(double Weight, int Kind)
{
    internal static WaybillGoods Read(JsonElement fields) => new(fields.Double("Weight"), fields.Int32("Special"));

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("Weight"u8, Weight);
        json.WriteNumber("Special"u8, Kind);
    }
}

/// <summary>The insurance of a waybill.</summary>
/// <param name="UseInsured">0: not insured; 1: insured.</param>
/// <param name="InsuredValue">For how much, in fen.</param>
public sealed record WaybillInsured(int UseInsured, long InsuredValue)
{
    internal static WaybillInsured Read(JsonElement fields) =>
        new(fields.Int32("UseInsured"), fields.Int64("InsuredValue"));

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("UseInsured"u8, UseInsured);
        json.WriteNumber("InsuredValue"u8, InsuredValue);
    }
}
