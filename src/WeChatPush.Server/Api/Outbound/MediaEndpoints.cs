using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using WeChatPush.Sending;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Outbound;

/// <summary>Pictures for customer-service messages.</summary>
internal static class MediaEndpoints
{
    // The form around the picture.
    private const int Wrapping = 16 * 1024;

    /// <summary>Maps <c>POST media</c> of an app.</summary>
    public static void MapMedia(this IEndpointRouteBuilder app) =>
        app.MapPost("media", UploadAsync)
            .WithTags("Sending")
            .WithSummary("Upload a picture to send in customer-service messages")
            .WithDescription(
                "A form with one file: PNG, JPEG or GIF, up to 10 MB. The mediaId is good for three days and any number "
                + "of messages. 502: WeChat did not take it, detail says why.")
            .Accepts<IFormFile>("multipart/form-data")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status502BadGateway);

    private static async Task<Results<Ok<MediaView>, ProblemHttpResult>> UploadAsync(
        string app, HttpRequest request, IMedia media, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
            return Problems.UnsupportedMediaType("Send a form, multipart/form-data, with one file.");
        try
        {
            if (await ReadAsync(request, cancellationToken) is not { } form)
                return TooLarge;
            if (await FileAsync(request, form, cancellationToken) is not { } image)
                return Problems.BadRequest("Send a form with exactly one file.");
            if (image.Length > MediaLimits.MaxImageBytes)
                return TooLarge;
            var upload = await media.UploadImageAsync(app, image, cancellationToken);
            return upload is { MediaId: { } mediaId, CreatedAt: { } createdAt, ExpiresAt: { } expiresAt }
                ? TypedResults.Ok(new MediaView(mediaId, createdAt, expiresAt))
                : NotTaken(upload.Result);
        }
        catch (InvalidMediaException invalid)
        {
            return Problems.BadRequest(invalid.Message);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return Problems.BadRequest("The form cannot be read.");
        }
    }

    private static ProblemHttpResult TooLarge =>
        Problems.TooLarge($"The picture has more than {MediaLimits.MaxImageBytes} bytes.");

    private static ProblemHttpResult NotTaken(SendResult result) => TypedResults.Problem(
        result.ErrMsg,
        title: "WeChat did not take the picture.",
        statusCode: StatusCodes.Status502BadGateway,
        extensions: new Dictionary<string, object?> { ["errcode"] = result.ErrCode });

    // In memory, whole: the file system around a container may be read-only.
    private static async Task<MemoryStream?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        const int limit = MediaLimits.MaxImageBytes + Wrapping;
        if (request.ContentLength > limit)
            return null;
        var form = new MemoryStream();
        var piece = new byte[64 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(piece, cancellationToken)) > 0)
        {
            form.Write(piece, 0, read);
            if (form.Length > limit)
                return null;
        }

        form.Position = 0;
        return form;
    }

    private static async Task<ReadOnlyMemory<byte>?> FileAsync(
        HttpRequest request, MemoryStream body, CancellationToken cancellationToken)
    {
        request.Body = body;
        var limits = new FormOptions { MemoryBufferThreshold = int.MaxValue, ValueCountLimit = 16 };
        request.HttpContext.Features.Set<IFormFeature>(new FormFeature(request, limits));
        var form = await request.ReadFormAsync(cancellationToken);
        if (form.Files is not [var file])
            return null;
        using var content = new MemoryStream((int)file.Length);
        await file.CopyToAsync(content, cancellationToken);
        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }
}

/// <summary>What a picture is sent by, and until when.</summary>
internal sealed record MediaView(string MediaId, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
