using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using ProductApi.Client.Bodies;
using ProductApi.Client.Fetching;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;

namespace ProductApi.Client.Products;

/// <summary>Asks for one product and reads the answer. Whatever goes wrong with one item is a result; only cancellation is thrown.</summary>
internal sealed class ProductEndpoint<TProduct>(HttpClient client, ClientState owner, JsonTypeInfo<TProduct> json)
    where TProduct : class
{
    private readonly ProductUri _address = new(client.BaseAddress ?? owner.Options.BaseAddress!, owner.Options.ProductPath);

    // HttpClient links any token it is given to a source of its own. Where nobody stands between, the request brings the token along.
    private readonly bool _requestBringsToken = client.Timeout == Timeout.InfiniteTimeSpan && !owner.Handlers.HasForeignHandlers;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ProductOutcome<TProduct>> GetAsync(ProductId id, RequestState state, CancellationToken cancellationToken)
    {
        try
        {
            if (_address.For(id.ToString()) is not { } address)
                return Fail(FetchErrorMapper.InvalidId(id, "it is too long for an address"));

            using var request = CreateRequest(address, state, _requestBringsToken ? cancellationToken : CancellationToken.None);
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, _requestBringsToken ? CancellationToken.None : cancellationToken).ConfigureAwait(false);
            if (response is GaveUpResponse gaveUp)
                return Fail(FetchErrorMapper.Map(id, gaveUp.Reason, owner.Options));

            var body = response.Content is BufferedContent buffered
                ? buffered.Bytes
                : await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? Read(id, response, body, state.Key)
                : Fail(FetchErrorMapper.Map(id, response, body.Span, state.Key, owner.Options, owner.Time));
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Who cancelled gets a cancellation, whatever the handlers below made of it; what they quote may hold the key.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception)
        {
            return Fail(FetchErrorMapper.Map(id, exception, state.Key, owner.Options));
        }

        static ProductOutcome<TProduct> Fail(FetchError error) => new(null, error);
    }

    // SendAsync of a request made by hand does not look at the client's defaults.
    private ProductRequest CreateRequest(Uri address, RequestState state, CancellationToken callerToken)
    {
        var request = new ProductRequest(address, state, callerToken)
        {
            Version = client.DefaultRequestVersion,
            VersionPolicy = client.DefaultVersionPolicy,
        };

        // A handler of the caller's may send another request in its place, with its options.
        if (owner.Handlers.HasForeignHandlers)
            state.AttachTo(request);
        return request;
    }

    // A product type's own code may throw anything; that too concerns this item alone.
    private ProductOutcome<TProduct> Read(ProductId id, HttpResponseMessage response, ReadOnlyMemory<byte> body, ApiKey? key)
    {
        Exception? failure = null;
        TProduct? product = null;
        try
        {
            // The serializer looks only at the strings it reads; others would throw later, in the caller's code.
            if (!Utf8.IsValid(body.Span))
                throw new JsonException("The body is not UTF-8.");
            product = JsonSerializer.Deserialize(WithoutByteOrderMark(body.Span), json);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        return product is not null
            ? new(product, null)
            : new(null, FetchErrorMapper.MapUnreadable(id, response, body.Span, failure, key));
    }

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> utf8) =>
        utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
}
