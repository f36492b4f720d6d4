using ProductApi.Client.Headers;

namespace ProductApi.Client.Tests.Headers;

public sealed class StructuredItemTests
{
    [Theory]
    [InlineData("default;r=50;t=30", "default", "50", "30")]
    [InlineData("  \"default\" ; R = 50 ; T = \"30\" ", "default", "50", "30")]
    [InlineData("\"a;r=1,b\";r=2;t=3", "a;r=1,b", "2", "3")]
    [InlineData("default;r=\"5,0;t=1\";t=3", "default", "5,0;t=1", "3")]
    [InlineData("default;r=1=2;t", "default", "1=2", null)]
    [InlineData("default;=9;r=;t=3", "default", "", "3")]
    [InlineData("default;r=1;r=2", "default", "2", null)]
    [InlineData("", "", null, null)]
    public void A_member_is_a_name_and_parameters(string field, string name, string? r, string? t)
    {
        var item = Assert.Single(StructuredItem.ParseList(field));

        Assert.Equal((name, r, t, null), (item.Name, item["r"], item["t"], item[""]));
    }

    [Fact]
    public void A_comma_between_quotes_does_not_end_a_member()
    {
        Assert.Equal(["a", "b,c", "d", ""], StructuredItem.ParseList("a, \"b,c\";x=\",\" ,d,").Select(item => item.Name));
    }

    [Fact]
    public void Members_of_a_dictionary_are_merged_into_one()
    {
        var merged = new StructuredItem();
        foreach (var item in StructuredItem.ParseList("limit=100, remaining=50, reset=5, remaining=40"))
            merged.Merge(item);

        Assert.Equal(("", "100", "40", "5"), (merged.Name, merged["Limit"], merged["remaining"], merged["reset"]));
    }
}
