using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using WeChatPush.Receiving;

namespace WeChatPush.Server.Admission;

/// <summary>A connection, and how far its request has come.</summary>
internal sealed class TrackedConnection : IRequestProgressFeature, IDuplexPipe
{
    private readonly ConnectionContext _connection;
    private readonly IDuplexPipe _transport;
    private readonly ConnectionTable _table;
    private volatile RequestState _state;
    private volatile bool _isKept;
    private volatile bool _hasBroughtRequest;
    private long _since = Environment.TickCount64;

    public TrackedConnection(ConnectionContext connection, ConnectionTable table, bool isOfProxy = false)
    {
        IsOfProxy = isOfProxy;
        _connection = connection;
        _table = table;
        _transport = connection.Transport;
        Address = ClientAddress.From(connection.RemoteEndPoint);
        Input = new ArrivalReader(_transport.Input, this);
        connection.Transport = this;
        connection.Features.Set(this);
        connection.Features.Set<IRequestProgressFeature>(this);
    }

    private enum RequestState
    {
        /// <summary>Nothing of a request has come.</summary>
        None,

        /// <summary>A part of it has.</summary>
        Arriving,

        /// <summary>All of it has.</summary>
        Complete,
    }

    public ClientAddress Address { get; }

    /// <summary>Whether many clients come through its address.</summary>
    public bool IsOfProxy { get; }

    /// <inheritdoc/>
    public PipeReader Input { get; }

    /// <inheritdoc/>
    public PipeWriter Output => _transport.Output;

    /// <summary>Its place in the table; below zero: it is in none. The table's own.</summary>
    public int Index { get; set; } = -1;

    /// <inheritdoc/>
    public TimeSpan Elapsed => TimeSpan.FromMilliseconds(Age);

    /// <summary>Milliseconds since it came, or since its request began or ended.</summary>
    public long Age => Environment.TickCount64 - Volatile.Read(ref _since);

    /// <summary>
    /// Which connections end first for the sake of another: those that never had a complete request, those without one at
    /// the moment, and the longer they have been so the sooner. <see langword="null"/>: this one does not.
    /// </summary>
    public (int Class, long Age)? Precedence => (_state, _hasBroughtRequest) switch
    {
        _ when _isKept => null,
        (RequestState.Complete, _) => null,
        (_, false) => (2, Age),
        (RequestState.Arriving, _) => (1, Age),
        _ => (0, Age),
    };

    /// <inheritdoc/>
    public void Complete()
    {
        _hasBroughtRequest = true;
        _state = RequestState.Complete;
    }

    /// <summary>From here on it does not end for the sake of another, whatever it still sends.</summary>
    public void Keep() => _isKept = true;

    /// <summary>From here on it is like any other.</summary>
    public void Release() => _isKept = false;

    /// <summary>The server waits for more of it.</summary>
    public void OnWaiting()
    {
        if (_state != RequestState.Complete)
            return;
        Volatile.Write(ref _since, Environment.TickCount64);
        _state = RequestState.None;
    }

    /// <summary>It has brought something.</summary>
    public void OnArrived()
    {
        if (_state != RequestState.None)
            return;
        Volatile.Write(ref _since, Environment.TickCount64);
        _state = RequestState.Arriving;
    }

    /// <summary>It is over.</summary>
    public void Remove() => _table.Remove(this);

    /// <summary>Ends it.</summary>
    public void Close() => _connection.Abort(new ConnectionAbortedException("The server needs its place for another connection."));
}
