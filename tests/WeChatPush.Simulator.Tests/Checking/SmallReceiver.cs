using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Http;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Tests.Checking;

/// <summary>A push URL in one file, right in everything but the flaw asked for.</summary>
internal sealed class SmallReceiver(SimulatedApp app, Flaw flaw)
{
    private readonly HashSet<string> _seen = [];

    public async Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query.Any(pair => pair.Value.Count > 1))
            context.Response.StatusCode = 400;
        else if (HttpMethods.IsGet(context.Request.Method))
            await EchoAsync(context, query);
        else
            await ReceiveAsync(context, query);
    }

    private async Task EchoAsync(HttpContext context, IQueryCollection query)
    {
        if (flaw != Flaw.EchoesUnverified && !IsSigned(query))
            context.Response.StatusCode = 403;
        else if (query["echostr"].Count == 0)
            context.Response.StatusCode = 400;
        else
        {
            context.Response.ContentType = flaw == Flaw.EchoesAsHtml ? "text/html" : "text/plain";
            await context.Response.WriteAsync(query["echostr"]!);
        }
    }

    private async Task ReceiveAsync(HttpContext context, IQueryCollection query)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        context.Response.StatusCode = await CheckAsync(context, query, buffer.ToArray());
        if (context.Response.StatusCode == 200)
            await context.Response.WriteAsync(flaw == Flaw.QuotesSuccess ? "\"success\"" : "success");
    }

    private async Task<int> CheckAsync(HttpContext context, IQueryCollection query, byte[] body)
    {
        if (body.Length == 0 && flaw == Flaw.CrashesOnEmptyBody)
            return 500;
        if (flaw == Flaw.GoesByContentType && context.Request.ContentType is not "application/json")
            return 415;
        if (flaw == Flaw.ExpandsEntities)
            Expand(body);
        if (PushEnvelope.Read(body, out var envelope) != ReadOutcome.Ok)
            return 400;

        if (app.Mode == WireMode.Plaintext || (flaw == Flaw.AcceptsPlaintext && envelope.Encrypt.IsEmpty))
        {
            if (!IsSigned(query) && flaw != Flaw.SkipsSignature)
                return 403;
        }
        else if (Open(query, envelope, out body) is { } refusal)
        {
            return refusal;
        }

        if (flaw == Flaw.ExpandsEntities)
            Expand(body);
        if (PushReader.Read(body, out var message) != ReadOutcome.Ok)
            return 400;
        if (flaw == Flaw.NeverAnswersImages && message.MsgType == "image")
            await Task.Delay(Timeout.Infinite, context.RequestAborted);

        return flaw switch
        {
            Flaw.FailsOnUnknownEvents when message.Event is "simulator_event_of_tomorrow" => 500,
            Flaw.ReadsNumbersAs32Bits when message.CreateTime > int.MaxValue => 500,
            Flaw.RefusesCopies when !AddSeen(query["nonce"]!) => 409,
            _ => 200,
        };
    }

    private int? Open(IQueryCollection query, PushEnvelope envelope, out byte[] message)
    {
        message = [];
        if (flaw != Flaw.SkipsSignature && !PushSignature.VerifyEncrypted(
                Encoding.UTF8.GetBytes(app.Token), query["timestamp"].ToString(), query["nonce"].ToString(),
                envelope.Encrypt.Span, query["msg_signature"].ToString()))
        {
            return 403;
        }

        var outcome = new PushCipher(app.EncodingAesKey!, app.AppId).Decrypt(envelope.Encrypt.Span, out message);
        if (outcome == DecryptOutcome.WrongAppId && flaw == Flaw.IgnoresAppId)
        {
            outcome = new PushCipher(app.EncodingAesKey!, "wx0000000000000000")
                .Decrypt(envelope.Encrypt.Span, out message);
        }


        return outcome == DecryptOutcome.Ok ? null : flaw == Flaw.ThrowsOnBadCipher ? 500 : 403;
    }

    private bool IsSigned(IQueryCollection query)
    {
        var (timestamp, nonce) = (query["timestamp"].ToString(), query["nonce"].ToString());
        if (timestamp.Length == 0 || nonce.Length == 0)
            return false;
        if (flaw != Flaw.SortsByDictionary)
        {
            return PushSignature.Verify(
                Encoding.UTF8.GetBytes(app.Token), timestamp, nonce, query["signature"].ToString());
        }

        string[] parts = [app.Token, timestamp, nonce];
        Array.Sort(parts, StringComparer.OrdinalIgnoreCase);
        var hash = SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts)));
        return Convert.ToHexStringLower(hash) == query["signature"];
    }

    private bool AddSeen(string nonce)
    {
        lock (_seen)
            return _seen.Add(nonce);
    }

    private static void Expand(byte[] body)
    {
        try
        {
            var settings = new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Parse,
                XmlResolver = new XmlUrlResolver(),
            };
            using var reader = XmlReader.Create(new MemoryStream(body), settings);
            while (reader.Read())
            {
            }
        }
        catch (Exception exception)
            when (exception is XmlException or IOException or WebException or HttpRequestException)
        {
            // What matters is what it did on the way here.
        }
    }
}
