using System.Globalization;
using System.Text.Json;

namespace ProductApi.Client.Tests.Products;

public sealed class ProductIdTests
{
    [Fact]
    public void An_id_is_made_from_a_text_any_integer_or_a_guid()
    {
        var guid = new Guid("0F8FAD5B-D9CB-469F-A165-70867728950E");
        ProductId[] converted =
        [
            "a", (sbyte)-1, (byte)1, (short)-2, (ushort)2, -3, 3u, -4L, 4ul, int.MinValue, ulong.MaxValue, (nint)5, (nuint)6, guid, null,
        ];

        Assert.Equal(
            [
                "a", "-1", "1", "-2", "2", "-3", "3", "-4", "4", "-2147483648", "18446744073709551615", "5", "6",
                "0f8fad5b-d9cb-469f-a165-70867728950e", "",
            ],
            converted.Select(id => id.ToString()));
    }

    [Fact]
    public void From_makes_what_conversion_makes()
    {
        var guid = Guid.Empty;

        Assert.Equal(
            [(ProductId)"a", -1, 2u, -3L, 4ul, guid, default],
            [
                ProductId.From("a"), ProductId.From(-1), ProductId.From(2u), ProductId.From(-3L), ProductId.From(4ul), ProductId.From(guid),
                ProductId.From(null),
            ]);
        Assert.Equal<ProductId>([1, 2], new short[] { 1, 2 }.Select(id => ProductId.From(id)));
    }

    [Fact]
    public void Numbers_are_written_alike_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("fa-IR") { NumberFormat = { NegativeSign = "minus" } };
        try
        {
            Assert.Equal("-7", ProductId.From(-7).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void An_id_with_half_of_a_surrogate_pair_can_be_written()
    {
        Assert.Equal(@"""\uFFFD""", JsonSerializer.Serialize(new ProductId("\ud800")));
    }
}
