using System.Text;
using ProductApi.Client.Keys;

namespace ProductApi.Client.Tests.Keys;

public sealed class SafeTextTests
{
    private const string Value = "k3y+/=";

    private static readonly ProductApi.Client.Keys.Secrets Key = new(Value);

    [Fact]
    public void A_detail_is_quoted_up_to_128_characters()
    {
        Assert.Equal("", SafeText.Detail(null, null));
        Assert.Equal(" as it is ", SafeText.Detail(" as it is ", Key));
        Assert.Equal(new string('x', 128), SafeText.Detail(new string('x', 128), Key));
        Assert.Equal(new string('x', 128), SafeText.Detail(new string('x', 1000), Key));
        Assert.Equal(new string('x', 128), SafeText.Detail(new string('x', 129), null));
        Assert.Equal(new string('x', 128), SafeText.Detail(new string('x', 129), Key));
    }

    [Fact]
    public void A_body_is_quoted_up_to_768_characters_without_the_space_around_it()
    {
        Assert.Equal("", Body("", Key));
        Assert.Equal("no such product", Body(" \r\nno such\nproduct\t", Key));
        Assert.Equal(new string('x', 768), Body(new string('x', 768), null));
        Assert.Equal(new string('x', 768), Body(new string('x', 100_000), Key));
        Assert.Equal(new string('x', 768), Body(new string('x', 100_000), new ProductApi.Client.Keys.Secrets(new string('k', 1000))));
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 384)), Body(string.Concat(Enumerable.Repeat("😀", 10_000)), null));
    }

    [Fact]
    public void The_key_is_masked_wherever_it_stands()
    {
        for (var before = 0; before < 800; before++)
        {
            var filling = new string('.', before);
            Assert.DoesNotContain("k", SafeText.Detail($"{filling}{Value}{filling}", Key), StringComparison.Ordinal);
            Assert.DoesNotContain("k", Body($"{filling}{Value}{filling}", Key), StringComparison.Ordinal);
        }

        Assert.Equal("a *** b", SafeText.Detail("a k3y+/= b", Key));
    }

    [Fact]
    public void A_key_that_begins_before_the_cut_is_masked_whole()
    {
        var (nearlyADetail, nearlyABody, rest) = (new string('.', 120), new string('.', 760), new string('.', 2000));

        Assert.StartsWith(nearlyADetail + "***", SafeText.Detail(nearlyADetail + Value + rest, Key), StringComparison.Ordinal);
        Assert.StartsWith(nearlyABody + "***", Body(nearlyABody + Value + rest, Key), StringComparison.Ordinal);
    }

    [Fact]
    public void What_breaks_lines_is_blanked()
    {
        Assert.Equal("a  b c", SafeText.Detail("a\r\nb\u202Ec", null));
    }

    [Fact]
    public void Half_a_key_at_the_end_of_a_cut_body_does_not_show()
    {
        Assert.Equal(new string('.', 129), SafeText.Body(Encoding.UTF8.GetBytes(new string('.', 129)), Key));
        for (var before = 3000; before < 3200; before++)
        {
            var body = new string(' ', before) + Value + new string('.', 10_000);
            Assert.DoesNotContain("k", Body(body, Key), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Half_a_key_behind_whole_ones_does_not_show()
    {
        for (var before = 0; before < Value.Length; before++)
        {
            var text = new string('.', before) + string.Concat(Enumerable.Repeat(Value, 2000));
            Assert.DoesNotContain("k", SafeText.Detail(text, Key), StringComparison.Ordinal);
            Assert.DoesNotContain("k", Body(text, Key), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_end_of_a_body_that_is_known_to_be_cut_may_be_half_a_key()
    {
        var body = new string('.', 200);

        Assert.Equal(200 - Key.LongestQuotation, SafeText.Body(Encoding.UTF8.GetBytes(body), Key, isCut: true).Length);
    }

    private static string Body(string text, ProductApi.Client.Keys.Secrets? key) => SafeText.Body(Encoding.UTF8.GetBytes(text), key);
}
