using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WeChatPush.Sqlite.Connection;

/// <summary>
/// A compiled statement, run without the machinery of ADO.NET, which costs several times what SQLite itself does.
/// Parameters are <c>$1</c>, <c>$2</c>, … Bind all of them, then step; <see cref="Reset"/> readies it for its next run.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int MaxParameters = 32;

    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;
    private readonly bool _isReadOnly;

    // SQLite numbers parameters in the order in which the text names them.
    private readonly int[] _places;

    public SqliteStatement(sqlite3 db, string sql)
    {
        _db = db;
        Check(raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement, out var rest));
        if (!string.IsNullOrWhiteSpace(rest))
            throw new ArgumentException("One statement at a time.", nameof(sql));
        _isReadOnly = raw.sqlite3_stmt_readonly(_statement) != 0;
        _places = new int[raw.sqlite3_bind_parameter_count(_statement) == 0 ? 1 : MaxParameters + 1];
        for (var i = 1; i < _places.Length; i++)
            _places[i] = raw.sqlite3_bind_parameter_index(_statement, $"${i}");
    }

    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(_statement, _places[parameter], value));

    public void Bind(int parameter, long? value)
    {
        if (value is { } number)
            Bind(parameter, number);
        else
            BindNull(parameter);
    }

    public void Bind(int parameter, ReadOnlySpan<byte> value) =>
        Check(raw.sqlite3_bind_blob(_statement, _places[parameter], value));

    public void Bind(int parameter, string? value)
    {
        if (value is null)
            BindNull(parameter);
        else
            Check(raw.sqlite3_bind_text(_statement, _places[parameter], value));
    }

    /// <summary>Binds a text that is UTF-8 already; <see langword="null"/>: there is none.</summary>
    public void BindText(int parameter, ReadOnlyMemory<byte>? value)
    {
        if (value is not { } text)
            BindNull(parameter);
        else if (text.IsEmpty)
            Bind(parameter, "");
        else
            Check(raw.sqlite3_bind_text(_statement, _places[parameter], text.Span));
    }

    public void BindNull(int parameter) => Check(raw.sqlite3_bind_null(_statement, _places[parameter]));

    /// <summary>Binds a value whose type is known only now. A parameter that the text does not have is left out.</summary>
    public void BindAny(int parameter, object? value)
    {
        if (parameter >= _places.Length || _places[parameter] == 0)
            return;
        switch (value)
        {
            case null or DBNull: BindNull(parameter); break;
            case string text: Bind(parameter, text); break;
            case byte[] bytes: Bind(parameter, bytes.AsSpan()); break;
            case long number: Bind(parameter, number); break;
            case int number: Bind(parameter, number); break;
            case bool flag: Bind(parameter, flag ? 1 : 0); break;
            case double number: Check(raw.sqlite3_bind_double(_statement, _places[parameter], number)); break;
            default: throw new ArgumentException($"A {value.GetType().Name} cannot be bound.", nameof(value));
        }
    }

    /// <summary>Moves to the next row. False: there is none.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
            return true;
        if (result == raw.SQLITE_DONE)
            return false;
        // The error is the reset's as well, and said better by it.
        Reset();
        SqliteException.ThrowExceptionForRC(result, _db);
        return false;
    }

    /// <summary>Runs it to its end and returns how many rows it changed; -1 for one that can change none.</summary>
    public int Run()
    {
        while (Step())
        {
            // Rows that the caller did not ask for.
        }

        var changed = _isReadOnly ? -1 : raw.sqlite3_changes(_db);
        Reset();
        return changed;
    }

    public void Reset() => _ = raw.sqlite3_reset(_statement);

    /// <summary>The type that SQLite stored a column with: <see cref="raw.SQLITE_INTEGER"/> …</summary>
    public int Type(int column) => raw.sqlite3_column_type(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>The bytes of a column; they live until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>The value of a column in its own type; <see langword="null"/> for none.</summary>
    public object? Value(int column) => raw.sqlite3_column_type(_statement, column) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => Int64(column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(_statement, column),
        raw.SQLITE_TEXT => Text(column),
        _ => Blob(column).ToArray(),
    };

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, _db);
    }
}
