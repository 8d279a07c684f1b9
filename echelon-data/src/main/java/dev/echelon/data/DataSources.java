package dev.echelon.data;

import dev.echelon.error.EchelonException;
import org.jspecify.annotations.Nullable;

/**
 * Opens data wherever they are. The location says how:
 *
 * <pre>{@code
 * DataSources.open("ratings.csv.gz")                   delimited text, plain, gzip or Zstandard (.zst)
 * DataSources.open("trials.parquet")                   also .json, .jsonl, .ndjson, .arrow, .feather, .ipc
 * DataSources.open("data/2026-*.parquet")              all files that match; ** stands for folders
 * DataSources.open("jdbc:postgresql://host/db?table=ratings")
 * DataSources.sql("SELECT * FROM 'a.parquet' JOIN 'b.csv' USING (id)")
 * }</pre>
 *
 * <p>How types become numbers and factors: docs/guide/data.md. Nothing is read before it is asked for; plain files of
 * delimited text and Arrow files need no further library.
 */
public final class DataSources {
    private DataSources() {}

    /**
     * The rows at a location.
     *
     * @throws EchelonException if nobody can read what is there; also later, when the rows are read
     */
    public static ExternalSource open(String location) {
        return open(location, SourceOptions.defaults());
    }

    /**
     * The rows at a location, or of the query over them that the options hold.
     *
     * @throws EchelonException if nobody can read what is there; also later, when the rows are read
     */
    public static ExternalSource open(String location, SourceOptions options) {
        Location where = Location.of(location);
        if (where.format() == Location.Format.DATABASE) {
            return JdbcSource.of(location, options);
        }
        if (options.sql().isPresent()) {
            return query(options.sql().get(), where, options);
        }
        if (where.isPlainText()) {
            return new TextSource(options.csv().source(where.path()));
        }
        if (where.format() == Location.Format.ARROW) {
            if (where.many()) {
                throw new EchelonException("Arrow files are read one by one, not by a pattern such as '" + location
                        + "'; write them as Parquet, or as one file");
            }
            return ArrowSource.of(where.path());
        }
        return DuckSource.of(options, session -> DuckFiles.open(session, options, where));
    }

    /**
     * The rows of a query in DuckDB's SQL, which names files where tables stand: {@code FROM 'a.parquet'}.
     *
     * @throws EchelonException later, when the rows are read, if the query is wrong
     */
    public static ExternalSource sql(String query) {
        return sql(query, SourceOptions.defaults());
    }

    /** As {@link #sql(String)}, with options. */
    public static ExternalSource sql(String query, SourceOptions options) {
        return query(query, null, options);
    }

    /** Whether the location names one file of delimited text, plain or gzip, which the core reads without this module. */
    public static boolean isPlainText(String location) {
        return Location.of(location).isPlainText();
    }

    /** The location as it may be shown: of the address of a database, without what may be secret. */
    public static String shown(String location) {
        return location.regionMatches(true, 0, "jdbc:", 0, 5) ? JdbcAddress.withoutSecrets(location) : location;
    }

    private static ExternalSource query(String query, @Nullable Location where, SourceOptions options) {
        return DuckSource.of(options, session -> DuckQuery.open(session, options, query, where));
    }
}
