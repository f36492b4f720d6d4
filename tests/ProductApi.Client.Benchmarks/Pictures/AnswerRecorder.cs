using System.Diagnostics;

namespace ProductApi.Client.Benchmarks.Pictures;

/// <summary>Notes on the wire when each answer came.</summary>
internal sealed class AnswerRecorder
{
    private readonly List<(double At, bool IsRefused)> _answers = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public IEnumerable<double> Served => _answers.Where(answer => !answer.IsRefused).Select(answer => answer.At);

    public IEnumerable<double> Refused => _answers.Where(answer => answer.IsRefused).Select(answer => answer.At);

    public DelegatingHandler CreateHandler() => new Handler(this);

    private void Add(HttpResponseMessage response)
    {
        lock (_answers)
            _answers.Add((_watch.Elapsed.TotalSeconds, !response.IsSuccessStatusCode));
    }

    private sealed class Handler(AnswerRecorder recorder) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            recorder.Add(response);
            return response;
        }
    }
}
