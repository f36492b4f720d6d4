using Microsoft.AspNetCore.Http;

namespace ProductApi.Client.Sample.Server;

/// <summary>Lets only requests with the right bearer key pass.</summary>
internal sealed class BearerKey(string key)
{
    private readonly string _expected = $"Bearer {key}";

    public Task RequireAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Authorization == _expected)
            return next(context);

        context.Response.Headers.WWWAuthenticate = "Bearer";
        Answer.Problem(StatusCodes.Status401Unauthorized, "A valid bearer key is needed.").WriteTo(context.Response);
        return Task.CompletedTask;
    }
}
