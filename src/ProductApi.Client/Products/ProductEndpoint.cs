using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using ProductApi.Client.Bodies;
using ProductApi.Client.Keys;
using ProductApi.Client.Pipeline;

namespace ProductApi.Client.Products;

/// <summary>Asks for one product and reads the answer. Whatever goes wrong with one item is a result; only cancellation is
/// thrown.</summary>
internal sealed class ProductEndpoint<TProduct>(
    HttpClient client,
    ApiAccessSource access,
    Secrets secrets,
    CallersHandlers callers,
    ProductClientOptions options,
    ResponseClassifier responses,
    JsonTypeInfo<TProduct> json)
    where TProduct : class
{
    private readonly ProductReader<TProduct> _reader = new(json);

    // HttpClient links any token it is given to a source of its own. Where nobody stands between, the request brings the token along.
    private readonly bool _requestBringsToken = client.Timeout == Timeout.InfiniteTimeSpan && !callers.MayReplaceRequests;

    private ProductUri _uri = new(client.BaseAddress!, access.Current);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ProductOutcome<TProduct>> GetAsync(ProductId id, RequestState state, CancellationToken cancellationToken)
    {
        try
        {
            var current = access.Current;
            state.Access = current;
            if (UriOf(current).For(id.ToString()) is not { } address)
                return Fail(FetchErrorMapper.InvalidId(id, "it is too long for an address"));

            using var request = CreateRequest(address, state, _requestBringsToken ? cancellationToken : CancellationToken.None);
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, _requestBringsToken
                    ? CancellationToken.None
                    : cancellationToken).ConfigureAwait(false);
            if (response is GaveUpResponse gaveUp)
                return Fail(FetchErrorMapper.Map(id, gaveUp.Reason, secrets, options, current));

            var body = response.Content is BufferedContent buffered
                ? buffered.Bytes
                : await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var verdict = VerdictOn(response, body);
            return verdict is null || (verdict.IsResult && response.IsSuccessStatusCode)
                ? _reader.Read(id, response, body.Span, secrets)
                : Fail(FetchErrorMapper.Map(id, response, verdict, body.Span, secrets, current, state.Withheld));
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Who cancelled gets a cancellation, whatever the handlers below made of it; what they quote may hold the key.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException exception) when (IsClientsTimeout(exception))
        {
            return Fail(FetchErrorMapper.MapClientTimeout(id, client.Timeout, exception));
        }
        catch (Exception exception)
        {
            return Fail(FetchErrorMapper.Map(id, exception, secrets, options, state.Attempt.Outcome));
        }

        static ProductOutcome<TProduct> Fail(FetchError error) => new(null, error);
    }

    // Null: a success that asks for nothing. An outer handler may have answered in the last attempt's place.
    private ResponseVerdict? VerdictOn(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        if (ResponseVerdict.On(response) is { } verdict)
            return verdict;
        return response.IsSuccessStatusCode && !responses.HasRule ? null : responses.Judge(response, body);
    }

    // HttpClient tells its own timeout by the cause and in words only. A connect timeout has the cause, too.
    private bool IsClientsTimeout(OperationCanceledException exception) =>
        client.Timeout != Timeout.InfiniteTimeSpan
        && exception.InnerException is TimeoutException
        && exception.Message.Contains($"{nameof(HttpClient)}.{nameof(HttpClient.Timeout)}", StringComparison.Ordinal);

    // A reload may have brought another server.
    private ProductUri UriOf(ApiAccess current) => _uri.Access.IsSameServerAs(current) ? _uri : _uri = _uri.MovedTo(current);

    // SendAsync of a request made by hand does not look at the client's defaults.
    private ProductRequest CreateRequest(Uri address, RequestState state, CancellationToken callerToken)
    {
        state.Address = address;
        var request = new ProductRequest(address, state, callerToken)
        {
            Version = client.DefaultRequestVersion,
            VersionPolicy = client.DefaultVersionPolicy,
        };

        // A handler of the caller's may send another request in its place, with its options.
        if (callers.MayReplaceRequests)
            state.AttachTo(request);
        return request;
    }
}
