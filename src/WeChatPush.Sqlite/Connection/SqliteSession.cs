using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WeChatPush.Sqlite.Connection;

/// <summary>A connection with its prepared statements: the same SQL text is compiled once.</summary>
internal sealed class SqliteSession(SqliteConnection connection, UnreadableRecords unreadable) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private readonly List<ISqliteBatchPart> _parts = [];
    private readonly Dictionary<Type, object> _states = [];

    /// <summary>The connection.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>Where records that cannot be read are reported.</summary>
    public UnreadableRecords Unreadable => unreadable;

    /// <summary>
    /// The prepared command for a statement. Pass string constants: the text is the cache key.
    /// Parameters are <c>$1</c>, <c>$2</c>, … in the order of <paramref name="values"/>.
    /// </summary>
    public SqliteCommand Prepare(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
            _commands.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    /// <summary>The compiled form of a statement, for where it is run often. Pass string constants.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new SqliteStatement(connection.Handle!, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Runs a statement and returns the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bound(sql, values).Run();

    /// <summary>Runs a query and returns the first column of its first row, or <see langword="null"/>.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values)
    {
        var statement = Bound(sql, values);
        var value = statement.Step() ? statement.Value(0) : null;
        statement.Reset();
        return value;
    }

    /// <summary>The same as a number; <see langword="null"/> also for what is none.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> values) => Scalar(sql, values) switch
    {
        long number => number,
        double number => (long)Math.Clamp(number, long.MinValue, long.MaxValue),
        _ => null,
    };

    /// <summary>How many pages this connection has written since it was asked the last time.</summary>
    public int TakePagesWritten()
    {
        raw.sqlite3_db_status(connection.Handle!, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, resetFlg: 1);
        return pages;
    }

    /// <summary>What a stage keeps in memory beside its tables, one for this connection. Only the writer keeps any.</summary>
    public T State<T>()
        where T : class, new()
    {
        if (!_states.TryGetValue(typeof(T), out var state))
            _states.Add(typeof(T), state = new T());
        return (T)state;
    }

    /// <summary>Takes part in the transaction that is running, once, however often it is enlisted.</summary>
    public void Enlist(ISqliteBatchPart part)
    {
        if (!_parts.Contains(part))
            _parts.Add(part);
    }

    /// <summary>Lets the parts of the transaction write.</summary>
    public void CompleteParts()
    {
        // One may enlist another.
        for (var i = 0; i < _parts.Count; i++)
            _parts[i].Complete(this);
    }

    /// <summary>Notifies the parts of the transaction how it ended.</summary>
    public void EndParts(bool committed)
    {
        foreach (var part in _parts)
        {
            if (committed)
                part.Committed();
            else
                part.RolledBack();
        }

        _parts.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        foreach (var statement in _statements.Values)
            statement.Dispose();
        connection.Dispose();
    }

    private SqliteStatement Bound(string sql, ReadOnlySpan<object?> values)
    {
        var statement = Statement(sql);
        for (var i = 0; i < values.Length; i++)
            statement.BindAny(i + 1, values[i]);
        return statement;
    }
}
