using ProductApi.Client.Products;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Fetching;

/// <content>Ids that are asked for a second time because the first request is late.</content>
internal sealed partial class ItemFetcher<TProduct>
{
    private int _backupsWon;

    /// <summary>How many backups answered before the first request did.</summary>
    public int BackupsWon => Volatile.Read(ref _backupsWon);

    /// <summary>Sends a backup. It is not tried again; what is no answer is left to the first request.</summary>
    /// <returns>Whether it was sent.</returns>
    public async Task<bool> BackUpAsync(InFlightFetch<TProduct> fetch, BackupRequest<TProduct> backup, Slot slot)
    {
        using var ends = backup;
        try
        {
            var outcome = await TrySendAsync(backup.Id, backup.State, slot, backup.Token).ConfigureAwait(false);
            if (outcome is { } known && IsAnswer(known.Error))
                fetch.OnAnswer(backup, known);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more.
        }

        if (backup.State.Attempts > 0)
        {
            telemetry.BackupSent();
            return true;
        }

        fetch.Forget(backup);
        return false;
    }

    /// <summary>Ends a fetch with what its first request has found out, or with the answer of its backup.</summary>
    private async ValueTask<(ProductOutcome<TProduct> Outcome, int Attempts)> EndAsync(
        InFlightFetch<TProduct> fetch, ProductOutcome<TProduct> first)
    {
        // An error that may pass is no answer; the backup may still bring one.
        if (first.Error is { IsTransient: true } && fetch.Backup is { } pending)
            await pending.Ended.ConfigureAwait(false);
        if (await fetch.EndAsync().ConfigureAwait(false) is not { } backup)
            return (first, 0);
        if (backup.Answer is not { } answer)
            return (first, backup.State.Attempts);

        Interlocked.Increment(ref _backupsWon);
        telemetry.BackupWon();
        return (answer, backup.State.Attempts);
    }

    private static bool IsAnswer(FetchError? error) =>
        error is null or { StatusCode: not null, IsTransient: false, Kind: not FetchErrorKind.Unauthorized };
}
