using ProductApi.Client.Bodies;

namespace ProductApi.Client.Tests.Bodies;

public sealed class BufferedContentTests
{
    [Fact]
    public async Task A_body_is_read_like_any_other_with_the_headers_that_still_hold()
    {
        using var original = new StringContent("compressed");
        original.Headers.ContentEncoding.Add("gzip");
        using var content = Body("plain");
        content.CopyHeaders(original);

        Assert.Equal("plain", await content.ReadAsStringAsync());
        Assert.Equal(5, content.Headers.ContentLength);
        Assert.Equal("text/plain", content.Headers.ContentType?.MediaType);
        Assert.Empty(content.Headers.ContentEncoding);
    }

    [Fact]
    public void A_body_that_is_disposed_of_cannot_be_read_any_more()
    {
        var content = Body("plain");
        content.Dispose();
        content.Dispose();

        Assert.Throws<ObjectDisposedException>(() => content.Bytes);
    }

    [Theory]
    [InlineData(4096, false)]
    [InlineData(100_000, false)]
    [InlineData(100_001, true)]
    public void A_body_is_kept_up_to_the_limit(int length, bool isCut)
    {
        const int Limit = 100_000;
        using var body = new BufferedContent();
        for (var sent = 0; sent < length && !body.IsCut;)
        {
            var free = body.FreeUpTo(Limit + 1);
            var count = Math.Min(free.Length, length - sent);
            free.Span[..count].Fill((byte)'x');
            body.Advance(count, Limit);
            sent += count;
        }

        Assert.Equal((isCut, Math.Min(length, Limit)), (body.IsCut, body.Length));
        body.Complete();

        Assert.Equal(Math.Min(length, Limit), body.Bytes.Span.Count((byte)'x'));
    }

    private static BufferedContent Body(string text)
    {
        var body = new BufferedContent();
        var count = System.Text.Encoding.UTF8.GetBytes(text, body.FreeUpTo(100).Span);
        body.Advance(count, 100);
        return body;
    }
}
