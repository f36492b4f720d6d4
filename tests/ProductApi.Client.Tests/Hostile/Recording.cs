namespace ProductApi.Client.Tests.Hostile;

/// <summary>What the socket's handler made of each request for one id: can be played again on another clock.</summary>
internal sealed class Recording(string id)
{
    private readonly List<RecordedAnswer> _answers = [];
    private volatile bool _isAsking;

    /// <summary>Whether a request for the id is on its way.</summary>
    public bool IsAsking => _isAsking;

    private string Id => id;

    public DelegatingHandler CreateHandler() => new Handler(this);

    /// <summary>What the socket made of the id's attempt, and of its last one ever after.</summary>
    public RecordedAnswer Attempt(int attempt)
    {
        lock (_answers)
            return _answers[Math.Min(attempt, _answers.Count) - 1];
    }

    private sealed class Handler(Recording recording) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!request.RequestUri!.AbsolutePath.EndsWith("/" + recording.Id, StringComparison.Ordinal))
                return await base.SendAsync(request, cancellationToken);

            var answer = new RecordedAnswer();
            lock (recording._answers)
                recording._answers.Add(answer);
            recording._isAsking = true;
            try
            {
                return await answer.RecordAsync(base.SendAsync(request, cancellationToken), cancellationToken);
            }
            finally
            {
                recording._isAsking = false;
            }
        }
    }
}
