using Microsoft.Data.Sqlite;
using WeChatPush.StoreContracts.Inbox;

namespace WeChatPush.Sqlite.Tests.Inbox;

/// <summary>Every column of every table of a file, as the file itself lists them.</summary>
internal sealed class SqliteRecords(string path)
{
    public IReadOnlyList<string> FindPlaces()
    {
        using var connection = Open();
        return
        [
            .. Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema'")
                .SelectMany(table => Read(connection, $"SELECT name FROM pragma_table_info('{table[0]}')")
                    .Select(column => $"{table[0]}.{column[0]}")),
        ];
    }

    public bool Spoil(string place, Rubbish rubbish, Random random)
    {
        using var connection = Open();
        var (table, column) = (place.Split('.')[0], place.Split('.')[1]);
        var keys = Read(connection, $"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0").Select(row => $"{row[0]}").ToList();
        var own = Read(connection, $"SELECT name FROM pragma_table_info('{table}') WHERE name = 'app'").Count == 1 ? "WHERE app = 'shop'" : "";
        // Of the youngest ones: what is over and done with matters less.
        var rows = Read(connection, $"SELECT {string.Join(", ", keys)}, {column} FROM {table} {own} ORDER BY {keys[0]} DESC LIMIT 5");
        if (rows.Count == 0)
            return false;
        var row = rows[random.Next(rows.Count)];
        using var update = connection.CreateCommand();
        update.CommandText = $"UPDATE {table} SET {column} = $value WHERE {string.Join(" AND ", keys.Select((key, i) => $"{key} IS $key{i}"))}";
        update.Parameters.AddWithValue("$value", ValueOf(rubbish, row[^1], random));
        for (var i = 0; i < keys.Count; i++)
            update.Parameters.AddWithValue($"$key{i}", row[i]);
        try
        {
            return update.ExecuteNonQuery() == 1;
        }
        catch (SqliteException)
        {
            // What the schema forbids, nobody finds there.
            return false;
        }
    }

    private static object ValueOf(Rubbish rubbish, object before, Random random) => rubbish switch
    {
        Rubbish.Bytes => Bytes(random),
        Rubbish.Text => "rubbish",
        Rubbish.Empty => before is string ? "" : before is byte[] ? Array.Empty<byte>() : DBNull.Value,
        Rubbish.Truncated => before is byte[] { Length: > 0 } bytes ? bytes[..random.Next(bytes.Length)]
            : before is string { Length: > 0 } text ? text[..random.Next(text.Length)] : 0.5,
        Rubbish.LargeNumber => long.MaxValue - 1,
        Rubbish.NegativeNumber => -77L,
        _ => before is long ? "1e999" : 77L,
    };

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(1, 300)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static List<object[]> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }
}
