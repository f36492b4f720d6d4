namespace ProductApi.Client.Tests.Support;

/// <summary>Settings that keep tests against real sockets short.</summary>
internal static class Quick
{
    public static void Retries(ProductClientOptions options) => options.RetryBaseDelay = TimeSpan.FromMilliseconds(1);

    public static Action<ProductClientOptions> Retries(int maxRetryAttempts) => options =>
    {
        Retries(options);
        options.MaxRetryAttempts = maxRetryAttempts;
    };

    public static Action<ProductClientOptions> Concurrency(int maxConcurrency) => options =>
    {
        Retries(options);
        options.MaxConcurrency = maxConcurrency;
    };
}
