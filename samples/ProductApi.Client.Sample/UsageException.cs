namespace ProductApi.Client.Sample;

/// <summary>What the user has to change, told in one line; the run ends with exit code 2.</summary>
internal sealed class UsageException(string message, Exception? innerException = null) : Exception(message, innerException);
