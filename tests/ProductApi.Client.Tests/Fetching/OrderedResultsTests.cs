using ProductApi.Client.Fetching;

namespace ProductApi.Client.Tests.Fetching;

public sealed class OrderedResultsTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public async Task Results_come_back_in_the_order_of_their_ids_however_many_were_expected(int capacity)
    {
        var results = new OrderedResults<Product>(capacity);
        var error = new FetchError(FetchErrorKind.NotFound, "no");
        foreach (var position in (int[])[2, 0, 3, 1])
            await results.AddAsync(position, FetchResult.Failure<Product>(position, error, 1, TimeSpan.Zero), CancellationToken.None);

        Assert.Equal(["0", "1", "2", "3"], results.ToList().Select(result => result.ProductId.ToString()));
    }
}
