namespace ProductApi.Client.Keys;

/// <summary>Why nothing is sent under the key.</summary>
/// <param name="Reason">What happened and what to check.</param>
/// <param name="IsTransient">Whether the key was accepted before, so that it may be again.</param>
internal sealed record KeyRejection(string Reason, bool IsTransient);
