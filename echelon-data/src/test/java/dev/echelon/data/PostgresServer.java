package dev.echelon.data;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own: a new cluster in a temporary folder, on a free port of the loopback interface, gone
 * when closed. It needs the programs of the Debian package {@code postgresql}; those refuse to run as root, so then it
 * runs as the user of that package.
 */
final class PostgresServer {
    static final String USER = "tester";
    static final String PASSWORD = "sesame-1234";
    private static final int PATIENCE_SECONDS = 60;

    private final Path folder;
    private final Process process;
    private final int port;

    private PostgresServer(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /** Where the programs are, if they are installed. */
    static Optional<Path> programs() {
        List<Path> candidates = new ArrayList<>();
        for (String place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            candidates.add(Path.of(place));
        }
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            versions.sorted(Comparator.reverseOrder()).forEach(version -> candidates.add(version.resolve("bin")));
        } catch (IOException e) {
            candidates.add(Path.of("/usr/local/pgsql/bin"));
        }
        return candidates.stream()
                .filter(place ->
                        Files.isExecutable(place.resolve("initdb")) && Files.isExecutable(place.resolve("postgres")))
                .findFirst();
    }

    static PostgresServer start(Path programs) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("echelon-postgres");
        Files.writeString(folder.resolve("password"), PASSWORD);
        if (isRoot()) {
            run(folder, List.of("chown", "-R", "postgres", folder.toString()));
        }
        Path data = folder.resolve("data");
        run(
                folder,
                asUser(
                        programs.resolve("initdb").toString(),
                        "-D",
                        data.toString(),
                        "-U",
                        USER,
                        "--auth=scram-sha-256",
                        "--pwfile=" + folder.resolve("password"),
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-sync"));
        int port = freePort();
        Process process = new ProcessBuilder(asUser(
                        programs.resolve("postgres").toString(),
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=" + folder,
                        "-c",
                        "fsync=off"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        PostgresServer server = new PostgresServer(folder, process, port);
        server.await();
        return server;
    }

    /** The address of its only database, with parameters. */
    String address(String parameters) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres" + parameters;
    }

    /** The options of its user. */
    static SourceOptions options() {
        return SourceOptions.defaults().user(USER).password(PASSWORD);
    }

    /** Runs statements on a connection of their own. */
    void run(String... statements) {
        try (Connection connection = DriverManager.getConnection(address(""), USER, PASSWORD);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the server and removes its cluster. */
    void stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) { // it waits for open connections
            process.destroyForcibly().waitFor();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void await() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (Connection connection = DriverManager.getConnection(address(""), USER, PASSWORD)) {
                if (connection.isValid(PATIENCE_SECONDS)) {
                    return;
                }
            } catch (SQLException e) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    throw new IllegalStateException("PostgreSQL does not start", e);
                }
            }
            Thread.sleep(100);
        }
    }

    private static List<String> asUser(String... command) {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        all.addAll(List.of(command));
        return all;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        int code = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException(command + ": " + Files.readString(log));
        }
    }
}
