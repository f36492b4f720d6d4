using Microsoft.AspNetCore.Http;

namespace ProductApi.Client.Sample.Server;

/// <summary>Answers <c>GET /products/{id}</c>.</summary>
internal sealed class CatalogEndpoint(ProductServerOptions options, RequestCounters counters)
{
    private readonly RequestFates _fates = new(options);
    private readonly ProductCatalog _catalog = new(options.ProductCount);

    public async Task GetAsync(HttpContext context)
    {
        var fate = _fates.Draw();
        await Task.Delay(fate.Delay, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (context.RequestAborted.IsCancellationRequested)
            return;

        var found = _catalog.Contains(context.Request.RouteValues["id"] as string, out var id);
        var answer = found
            ? Answer.Json(ProductCatalog.Create(id), ServerJson.Default.CatalogProduct)
            : Answer.Problem(StatusCodes.Status404NotFound, "There is no such product.");

        if (fate.Fault is { } fault)
        {
            counters.Faulted();
            await Faults.InflictAsync(fault, context, answer);
            return;
        }

        if (found)
            counters.Answered(id);
        answer.WriteTo(context.Response);
    }
}
