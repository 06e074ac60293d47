using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using WeChatPush.Campaigns;
using WeChatPush.Server.Api.Bodies;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>
/// A campaign as it is sent here: one JSON document, or a form with a part <c>campaign</c> (the same JSON without
/// recipients) and a part <c>recipients</c> (CSV).
/// </summary>
internal sealed class CampaignUpload : IDisposable
{
    private const int MaxJsonBytes = 32 * 1024 * 1024;
    private const int MaxPlanBytes = 64 * 1024;

    // RFC 2046; of one that its buffer cannot hold, the reader says so with an exception of a programmer's mistake.
    private const int MaxBoundaryLength = 70;

    private readonly Stream? _body;

    private CampaignUpload(Stream? body, byte[] plan, IAsyncEnumerable<Recipient>? recipients, byte[] hash) =>
        (_body, Plan, Recipients, Hash) = (body, plan, recipients, hash);

    /// <summary>The answer where there are too many bytes.</summary>
    public static ProblemHttpResult TooLarge => Problems.TooLarge(
        "The campaign has too many bytes: send its recipients as a CSV file, or raise WeChatPush:Campaigns:MaxUploadBytes.");

    /// <summary>The plan, as JSON.</summary>
    public byte[] Plan { get; }

    /// <summary>Whether a file of recipients came with it.</summary>
    public bool HasFile { get; private init; }

    /// <summary>The recipients, as far as they can be read.</summary>
    public IAsyncEnumerable<Recipient>? Recipients { get; }

    /// <summary>Of everything that is asked for, whatever the form around it looks like.</summary>
    public byte[] Hash { get; }

    /// <summary>Takes it in. <see langword="null"/>: it is too large.</summary>
    /// <exception cref="BadUploadException">It cannot be read.</exception>
    public static async ValueTask<CampaignUpload?> ReadAsync(
        HttpRequest request, WeChatPushOptions options, CancellationToken cancellationToken)
    {
        var directory = Path.Combine(options.DataDirectory, "uploads");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (request.HasFormContentType)
            return await ReadFormAsync(request, directory, options.Campaigns.MaxUploadBytes, hash, cancellationToken);
        var body = await UploadFile.WriteAsync(request.Body, directory, MaxJsonBytes, hash, cancellationToken);
        if (body is null)
            return null;
        try
        {
            var json = JsonUpload.Open(body);
            return new(body, json.Plan, json.ReadRecipients().ToAsyncEnumerable(), hash.GetHashAndReset());
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>Notes what is wrong with the recipients of a campaign that is not made anyway.</summary>
    public async ValueTask CheckRecipientsAsync(BodyErrors errors, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in (Recipients ?? AsyncEnumerable.Empty<Recipient>()).WithCancellation(cancellationToken))
            {
            }
        }
        catch (BadUploadException bad)
        {
            errors.AddRules(bad.Errors);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _body?.Dispose();

    private static async ValueTask<CampaignUpload?> ReadFormAsync(
        HttpRequest request, string directory, long limit, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var boundary = HeaderUtilities.RemoveQuotes(
            MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value;
        if (string.IsNullOrEmpty(boundary))
            throw new BadUploadException(BodyErrors.Whole, "is a form without boundary: send multipart/form-data");
        if (boundary.Length > MaxBoundaryLength)
            throw new BadUploadException(BodyErrors.Whole, $"is a form whose boundary has more than {MaxBoundaryLength} characters");
        var form = new MultipartReader(boundary, request.Body);
        byte[]? plan = null;
        Stream? file = null;
        var done = false;
        try
        {
            while (await form.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                var name = section.GetContentDispositionHeader()?.Name.Value?.Trim('"');
                switch (name)
                {
                    case CampaignForm.Campaign when plan is null:
                        plan = await ReadPlanAsync(section.Body, cancellationToken);
                        break;
                    case CampaignForm.Recipients when file is null:
                        file = await UploadFile.WriteAsync(section.Body, directory, limit, hash, cancellationToken);
                        if (file is null)
                            return null;
                        break;
                    default:
                        throw new BadUploadException(BodyErrors.Whole, $"has a part '{name}', and should have campaign and recipients, once");
                }
            }

            if (plan is null)
                throw new BadUploadException(CampaignForm.Campaign, "is required: a part with the campaign as JSON");
            hash.AppendData(plan);
            var upload = new CampaignUpload(
                file, plan, file is null ? null : CsvUpload.ReadAsync(file, cancellationToken), hash.GetHashAndReset())
            {
                HasFile = file is not null,
            };
            done = true;
            return upload;
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadUploadException(BodyErrors.Whole, "is not a form that can be read");
        }
        finally
        {
            if (!done)
                file?.Dispose();
        }
    }

    private static async Task<byte[]> ReadPlanAsync(Stream section, CancellationToken cancellationToken)
    {
        using var plan = new MemoryStream();
        var piece = new byte[8192];
        int read;
        while ((read = await section.ReadAsync(piece, cancellationToken)) > 0)
        {
            plan.Write(piece, 0, read);
            if (plan.Length > MaxPlanBytes)
                throw new BadUploadException(CampaignForm.Campaign, $"has more than {MaxPlanBytes} bytes");
        }

        return plan.ToArray();
    }
}
