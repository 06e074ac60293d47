using System.Text.Json;

namespace WeChatPush.Protocol.Delivery;

/// <summary>An end of a delivery.</summary>
public sealed record DeliveryPlace
{
    /// <summary>Who is there.</summary>
    public string Name { get; init; } = "";

    /// <summary>Their phone number.</summary>
    public string Phone { get; init; } = "";

    /// <summary>The city.</summary>
    public string City { get; init; } = "";

    /// <summary>Street or building, to be found on a map.</summary>
    public string Address { get; init; } = "";

    /// <summary>The rest: floor, door.</summary>
    public string AddressDetail { get; init; } = "";

    /// <summary>Degrees east.</summary>
    public double Longitude { get; init; }

    /// <summary>Degrees north.</summary>
    public double Latitude { get; init; }

    /// <summary>0: the Chinese datum GCJ-02; 1: Baidu's.</summary>
    public int CoordinateType { get; init; }

    internal static DeliveryPlace Read(JsonElement fields) => new()
    {
        Name = fields.Text("name"),
        Phone = fields.Text("phone"),
        City = fields.Text("city"),
        Address = fields.Text("address"),
        AddressDetail = fields.Text("address_detail"),
        Longitude = fields.Double("lng"),
        Latitude = fields.Double("lat"),
        CoordinateType = fields.Int32("coordinate_type"),
    };
}
