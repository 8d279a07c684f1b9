package dev.echelon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.error.EchelonException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a person writes for a database, without one. */
class JdbcAddressTest {
    private static final SourceOptions NONE = SourceOptions.defaults();

    @Test
    void theTableLeavesTheAddressAndOtherParametersStay() {
        JdbcAddress address = JdbcAddress.of("jdbc:postgresql://h/b?ssl=true&table=s.t&x=1", NONE);

        assertThat(address.url()).isEqualTo("jdbc:postgresql://h/b?ssl=true&x=1");
        assertThat(address.table()).isEqualTo("s.t");
    }

    @Test
    void messagesShowNoSecretOfTheAddress() {
        JdbcAddress address = JdbcAddress.of("jdbc:mysql://me:secret@h/b?password=secret&table=t", NONE);

        assertThat(address.name()).isEqualTo("table 't' of 'jdbc:mysql://h/b'");
    }

    @Test
    void tableAndQueryExcludeEachOtherAndOneIsNeeded() {
        assertThatThrownBy(() -> JdbcAddress.of("jdbc:postgresql://h/b", NONE))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'jdbc:postgresql://h/b?table=name', or a query (--sql)");
        assertThatThrownBy(() -> JdbcAddress.of("jdbc:postgresql://h/b?table=t", NONE.sql("SELECT 1")))
                .hasMessageContaining("but not both");
    }

    @Test
    void aDatabaseWithoutDriverSaysWhereToNameOne() {
        try (ExternalSource rows = DataSources.open("jdbc:nosuchbase://h/b?table=t")) {
            assertThatThrownBy(rows::schema)
                    .isInstanceOf(EchelonException.class)
                    .hasMessageContaining("no JDBC driver for 'jdbc:nosuchbase:'")
                    .hasMessageContaining("--driver-path");
        }
    }

    @Test
    void driversAreFoundInJarsThatAreNamed() {
        Path postgres = Path.of(org.postgresql.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        try (ExternalSource rows = DataSources.open("jdbc:postgresql://127.0.0.1:1/b?table=t", NONE.driver(postgres))) {
            assertThatThrownBy(rows::schema)
                    .hasMessageStartingWith("cannot connect to 'jdbc:postgresql://127.0.0.1:1/b'");
        }
        try (ExternalSource rows = DataSources.open("jdbc:nosuchbase://h/b?table=t", NONE.driver(postgres))) {
            assertThatThrownBy(rows::schema).hasMessageContaining("holds no JDBC driver for 'jdbc:nosuchbase://h/b'");
        }
        try (ExternalSource rows =
                DataSources.open("jdbc:nosuchbase://h/b?table=t", NONE.driver(Path.of("no-such-folder")))) {
            assertThatThrownBy(rows::schema).hasMessageContaining("there is no jar 'no-such-folder'");
        }
    }

    @Test
    void optionsDoNotShowThePassword() {
        assertThat(NONE.user("me").password("secret").toString()).contains("me").doesNotContain("secret");
    }
}
