namespace ProductApi.Client.Tests.Products;

public sealed class FetchResultTests
{
    [Fact]
    public void A_result_gives_the_product_or_the_error()
    {
        var served = FetchResult.Success("7", new Product { Id = 7, Name = "Lamp" });
        var failed = FetchResult.Failure<Product>("8", new FetchError(FetchErrorKind.NotFound, "It is gone."));

        Assert.Equal("Lamp", Describe(served));
        Assert.Equal("It is gone.", Describe(failed));
    }

    [Fact]
    public void Products_are_taken_out_of_a_list_of_results_without_null_checks()
    {
        FetchResult<Product>[] results =
        [
            FetchResult.Success("7", new Product { Id = 7, Price = 2 }),
            FetchResult.Failure<Product>("8", new FetchError(FetchErrorKind.NotFound, "It is gone.")),
        ];

        Assert.Equal(2, results.Sum(result => result.TryGet(out var product, out _) ? product.Price : 0));
    }

    private static string? Describe(FetchResult<Product> result) =>
        result.TryGet(out var product, out var error) ? product.Name : error.Message;
}
