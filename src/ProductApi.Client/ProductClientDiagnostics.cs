namespace ProductApi.Client;

/// <summary>The names under which a service switches on what the clients measure and trace.</summary>
public static class ProductClientDiagnostics
{
    /// <summary>The name of the meter, for <c>AddMeter</c>: <c>ProductApi.Client</c>.</summary>
    public const string MeterName = "ProductApi.Client";

    /// <summary>The name of the activity source, for <c>AddSource</c>: <c>ProductApi.Client</c>.</summary>
    public const string ActivitySourceName = "ProductApi.Client";
}
