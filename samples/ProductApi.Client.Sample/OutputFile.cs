namespace ProductApi.Client.Sample;

/// <summary>What becomes of results that an earlier run has left in the file of <c>--output</c>.</summary>
internal enum EarlierOutput
{
    /// <summary>The file is not touched, and the run does not begin.</summary>
    Refuse,

    /// <summary>They stay, and only what is missing is fetched.</summary>
    Resume,

    /// <summary>They are lost.</summary>
    Overwrite,
}

/// <summary>The file of <c>--output</c>, which may hold what an earlier run has fetched.</summary>
internal static class OutputFile
{
    /// <summary>Opens the file where the next line belongs; what succeeded in it before is the second value.</summary>
    public static async Task<(FileStream File, IReadOnlySet<ProductId> Succeeded)> OpenAsync(
        string path, EarlierOutput earlier, CancellationToken cancellationToken)
    {
        var mode = earlier == EarlierOutput.Overwrite ? FileMode.Create : FileMode.OpenOrCreate;
        var access = earlier == EarlierOutput.Resume ? FileAccess.ReadWrite : FileAccess.Write;
        var file = new FileStream(path, mode, access, FileShare.Read, bufferSize: 0);
        try
        {
            // A device or a pipe has nothing in it that could be lost.
            if (earlier == EarlierOutput.Refuse && file.CanSeek && file.Length > 0)
                throw new UsageException($"--output: {path} has something in it. Give --resume to add what is missing, or --overwrite.");

            return (file, earlier == EarlierOutput.Resume ? await ResumeAsync(file, path, cancellationToken) : new HashSet<ProductId>());
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static async Task<IReadOnlySet<ProductId>> ResumeAsync(FileStream file, string path, CancellationToken cancellationToken)
    {
        if (!file.CanSeek)
            throw new UsageException($"--resume: {path} is not a file that can be read again.");

        var results = await EarlierResults.ReadAsync(file, path, cancellationToken);
        file.SetLength(results.Length);
        file.Position = results.Length;
        if (results.LacksNewline)
            file.WriteByte((byte)'\n');
        return results.Succeeded;
    }
}
