using System.Security.Claims;
using System.Text.Encodings.Web;
using KnowledgeGraph.Server.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace KnowledgeGraph.Server.Access;

/// <summary>Finds out who makes a request, from the token in its header Authorization. ASP.NET Core's JwtBearer checks the token.</summary>
internal static class BearerTokens
{
    private const string Scheme = JwtBearerDefaults.AuthenticationScheme;

    /// <summary>How much the clocks of this machine and of the issuer may differ.</summary>
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromSeconds(30);

    private const int MaxTokenBytes = 16 * 1024;

    /// <summary>As in OpenID Connect Core, 2.</summary>
    private const int MaxSubjectLength = 255;

    /// <summary>Algorithms with a public key: a key of an authority can never be used as a shared secret.</summary>
    private static readonly string[] s_algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Adds JwtBearer. Its own registration would also add the protection of cookies, which makes keys in the home folder at every start.</summary>
    public static void AddBearerTokens(this IServiceCollection services, ServerOptions options, TimeProvider clock)
    {
        services.AddAuthenticationCore(authentication => authentication.AddScheme<JwtBearerHandler>(Scheme, displayName: null));
        services.TryAddSingleton(UrlEncoder.Default);
        services.AddTransient<JwtBearerHandler>();
        services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>, JwtBearerPostConfigureOptions>();
        services.AddOptions<JwtBearerOptions>(Scheme).Configure<ILoggerFactory>((bearer, loggers) => Configure(bearer, options, clock, loggers.CreateLogger(typeof(BearerTokens).FullName!)));
    }

    private static void Configure(JwtBearerOptions bearer, ServerOptions options, TimeProvider clock, ILogger logger)
    {
        var rules = bearer.TokenValidationParameters;
        rules.ClockSkew = s_clockSkew;
        rules.RequireExpirationTime = true;
        rules.RequireSignedTokens = true;
        rules.ValidAlgorithms = s_algorithms;
        rules.NameClaimType = "name";
        bearer.MapInboundClaims = false;
        bearer.SaveToken = false;
        foreach (var handler in bearer.TokenHandlers)
            handler.MaximumTokenSizeInBytes = MaxTokenBytes;
        bearer.Events = new JwtBearerEvents { OnTokenValidated = CheckClaims };
        var auth = options.Auth;
        if (auth.Authority is { } authority)
        {
            bearer.Authority = authority;
            bearer.Audience = auth.Audience;
            bearer.RequireHttpsMetadata = !AuthSettings.IsPlain(new Uri(authority));
            bearer.BackchannelTimeout = TimeSpan.FromSeconds(10);
            // New keys are fetched when a token has an unknown one, at most this often. Keys that were withdrawn are forgotten in time.
            bearer.RefreshInterval = TimeSpan.FromSeconds(30);
            bearer.AutomaticRefreshInterval = TimeSpan.FromMinutes(10);
        }
        else if (auth.KeysFile is { } file)
        {
            var keys = new KeyFile(file, KeySet.Parse, mayBeMissing: false, clock, logger);
            rules.IssuerSigningKeyResolver = (_, _, _, _) => keys.Current;
            rules.ValidAudience = auth.Audience;
            rules.ValidateIssuer = auth.Issuer is not null;
            rules.ValidIssuer = auth.Issuer;
        }
        else
        {
            var keys = new KeyFile(LocalKey.PathIn(options.Data), json => [LocalKey.Parse(json)], mayBeMissing: true, clock, logger);
            rules.IssuerSigningKeyResolver = (_, _, _, _) => keys.Current;
            rules.ValidAlgorithms = [LocalKey.Algorithm];
            (rules.ValidAudience, rules.ValidIssuer) = (LocalKey.Name, LocalKey.Name);
        }
    }

    /// <summary>Checks what JwtBearer does not need, but this program does.</summary>
    private static Task CheckClaims(TokenValidatedContext context)
    {
        if (context.Principal?.FindAll("sub").ToList() is not [{ Value: { Length: > 0 and <= MaxSubjectLength } }])
            context.Fail($"The token must have one subject (sub) of at most {MaxSubjectLength} characters.");
        else if (context.Principal.FindAll("scope").Skip(1).Any())
            context.Fail("The scope of the token must be one text, with spaces between the scopes.");
        return Task.CompletedTask;
    }

    /// <summary>Finds out who makes the request. <see cref="CallerOf(HttpContext)"/> returns it afterwards.</summary>
    /// <exception cref="RequestRefusedException">The request has a token that is not valid, or that cannot be checked now.</exception>
    public static Task Authenticate(HttpContext context) =>
        context.Request.Headers.Authorization is { Count: > 0 } header && IsBearer(header.ToString()) ? AuthenticateToken(context) : Task.CompletedTask;

    /// <summary>Who makes the request. It has been authenticated.</summary>
    public static Caller CallerOf(HttpContext context) =>
        context.Request.Headers.Authorization.Count == 0 ? Caller.Nobody : context.Features.Get<Caller>() ?? Caller.Nobody;

    /// <summary>Finds out who makes the requests of a connection, from a value like that of the header Authorization.</summary>
    /// <exception cref="RequestRefusedException">There is no valid token in it, or the token cannot be checked now.</exception>
    public static async Task<Caller> CallerOf(string authorization, IServiceProvider services, CancellationToken stop)
    {
        await using var scope = services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = stop };
        context.Request.Headers.Authorization = authorization;
        await Authenticate(context);
        return context.Features.Get<Caller>() ?? throw AccessRefusal.InvalidToken("Authorization must be Bearer and a token.");
    }

    /// <summary>Another scheme, such as Basic, may be for a proxy before this server.</summary>
    private static bool IsBearer(string header) =>
        header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && (header.Length == Scheme.Length || header[Scheme.Length] is ' ' or ',');

    private static async Task AuthenticateToken(HttpContext context)
    {
        var result = await context.AuthenticateAsync(Scheme);
        if (!result.Succeeded)
            throw await Refuse(context, result.Failure);
        var claims = result.Principal;
        context.Features.Set(new Caller(
            claims.FindFirstValue("sub")!, claims.FindFirstValue("name"), Scopes.Parse(claims.FindFirstValue("scope")), result.Properties.ExpiresUtc!.Value));
    }

    private static async Task<RequestRefusedException> Refuse(HttpContext context, Exception? failure)
    {
        var reason = failure switch
        {
            AuthenticationFailureException { InnerException: null } claims => claims.Message,
            SecurityTokenExpiredException => "The token has expired.",
            SecurityTokenNoExpirationException => "The token has no time at which it expires (exp).",
            SecurityTokenNotYetValidException => "The token is not valid yet.",
            SecurityTokenInvalidAudienceException => "The token is for another audience.",
            SecurityTokenInvalidIssuerException => "The token comes from another issuer.",
            SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException => "The token is not signed by a key that this server knows.",
            _ => "The token is malformed.",
        };
        // Without the keys of the authority, no token is found to be signed.
        return failure is SecurityTokenInvalidSignatureException or SecurityTokenInvalidIssuerException && !await IsAuthorityThere(context)
            ? new RequestRefusedException(RequestErrorCodes.AuthorityUnavailable, "The token cannot be checked now, because its authority is not responding. Try again.")
            : AccessRefusal.InvalidToken(reason);
    }

    private static async Task<bool> IsAuthorityThere(HttpContext context)
    {
        try
        {
            var options = context.RequestServices.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(Scheme);
            if (options.ConfigurationManager is { } manager)
                await manager.GetConfigurationAsync(context.RequestAborted);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            return false;
        }
    }
}
