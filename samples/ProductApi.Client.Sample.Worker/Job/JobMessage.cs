using StackExchange.Redis;

namespace ProductApi.Client.Sample.Worker.Job;

/// <summary>One id of the job, as it was read.</summary>
/// <param name="Entry">Its place in the stream.</param>
/// <param name="Id">The id to fetch.</param>
/// <param name="Delivery">How often it was handed out, this time included.</param>
internal sealed record JobMessage(RedisValue Entry, string Id, int Delivery)
{
    private const string IdField = "id";
    private const string DeliveryField = "delivery";

    /// <summary>Reads an entry. One that somebody else has put there is an id that cannot be sent, and ends nobody.</summary>
    public static JobMessage From(StreamEntry entry) => new(
        entry.Id, (string?)entry[IdField] ?? "", entry[DeliveryField].TryParse(out int delivery) ? delivery : 1);

    public static NameValueEntry[] Fields(string id, int delivery) => [new(IdField, id), new(DeliveryField, delivery)];
}
