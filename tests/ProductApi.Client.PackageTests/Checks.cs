using System.Globalization;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

using ProductApi.Client;

namespace Shop;

/// <summary>What a service expects of the clients injected into it.</summary>
internal sealed class Checks(
    IProductClient products,
    IProductClient<StockLevel> stock,
    [FromKeyedServices("shared")] IProductClient shared,
    LogLines lines,
    IConfiguration configuration)
{
    private const int Count = 200;
    private readonly List<string> _failures = [];

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        await FetchesManyInOrderAsync();
        await ReportsWhatFailedAsync();
        await StreamsAProductTypeOfItsOwnAsync();
        LogsNothingItShouldNot();
        await SharesALimitAsync();
        return _failures;
    }

    private async Task FetchesManyInOrderAsync()
    {
        var results = await products.FetchManyAsync(Enumerable.Range(1, Count));
        var expected = Enumerable.Range(1, Count).Select(Text).ToList();
        Expect($"{Count} products", results.Count(result => result.Succeeded).ToString(CultureInfo.InvariantCulture), $"{Count}");
        Expect("results in the order of the ids", results.Select(result => result.ProductId.ToString()).SequenceEqual(expected));
        Expect("each result with its own product", results.Select(result => result.Product?.Id.ToString()).SequenceEqual(expected));
        Expect("names and prices", results.All(result => result.Product is { Name: not null, Price: > 0, Currency: "EUR" }));
    }

    private async Task ReportsWhatFailedAsync()
    {
        var results = await products.FetchManyAsync(["1", "no-such-product", "..", "2"]);
        var kinds = results.Select(result => result.Error?.Kind.ToString() ?? "-");
        Expect("a missing and an invalid id between two products", string.Join(' ', kinds), "- NotFound InvalidId -");
        Expect("requests sent", string.Join(' ', results.Select(result => result.Attempts)), "1 1 0 1");
    }

    private async Task StreamsAProductTypeOfItsOwnAsync()
    {
        var seen = new HashSet<string>();
        await foreach (var result in stock.StreamManyAsync(Enumerable.Range(1, Count)))
        {
            if (result.Product is { Stock: >= 0 } level && level.Id == result.ProductId.ToString())
                seen.Add(level.Id);
        }

        Expect("stock levels streamed", Text(seen.Count), Text(Count));
    }

    // Without Redis it says so once and goes on by itself.
    private async Task SharesALimitAsync()
    {
        var results = await shared.FetchManyAsync(Enumerable.Range(1, Count));
        Expect($"{Count} products with a shared limit", Text(results.Count(result => result.Succeeded)), Text(Count));
        var isAlone = lines.OfThePackages.Any(line => line.StartsWith("Warning ProductApi.Client.Redis", StringComparison.Ordinal));
        Expect("the limit is shared", isAlone.ToString(), (configuration["WithoutRedis"] is not null).ToString());
    }

    // Http.Resilience itself would be content with a Polly that logs every attempt.
    private void LogsNothingItShouldNot()
    {
        var logged = lines.OfThePackages;
        var others = logged.Where(line => !line.Contains(" ProductApi.Client: ", StringComparison.Ordinal));
        Expect("lines about runs", logged.Any(line => line.Contains(" ProductApi.Client: Fetched ", StringComparison.Ordinal)));
        Expect("lines of other libraries", string.Join("; ", others), "");
        Expect("warnings", string.Join("; ", logged.Where(line => line.StartsWith("Warning", StringComparison.Ordinal))), "");
        Expect("the key in no line", !logged.Any(line => line.Contains(configuration["ProductApi:ApiKey"]!, StringComparison.Ordinal)));
    }

    private void Expect(string what, string actual, string expected) =>
        Expect(actual == expected ? what : $"{what}: expected {expected}, was {actual}", actual == expected);

    private void Expect(string what, bool holds)
    {
        if (!holds)
            _failures.Add(what);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
