package dev.echelon.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;

/**
 * A master and two workers of Spark's standalone mode, processes of their own on the loopback address, started from the
 * class path of the tests.
 */
final class StandaloneCluster implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final Path folder;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    private StandaloneCluster(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts it in a scratch folder, and waits until the master listens. */
    static StandaloneCluster start(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("home/jars")); // workers look for jars of an installation
        StandaloneCluster cluster = new StandaloneCluster(folder, freePort());
        try {
            cluster.launch("master", "org.apache.spark.deploy.master.Master", "--port", String.valueOf(cluster.port));
            cluster.awaitMaster();
            cluster.startWorker();
            cluster.startWorker();
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts one more; its number is the number of workers that were started. */
    void startWorker() throws IOException {
        int worker = processes.size();
        launch(
                "worker" + worker,
                "org.apache.spark.deploy.worker.Worker",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                folder.resolve("work" + worker).toString(),
                master());
    }

    String master() {
        return "spark://127.0.0.1:" + port;
    }

    /** A session on the cluster; it runs once both executors are there. */
    SparkSession session() {
        return Sessions.quiet(SparkSession.builder().master(master()).appName("echelon cluster tests"))
                .config("spark.executor.memory", "512m")
                .config("spark.executor.cores", "1")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .config("spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1")
                .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .config("spark.scheduler.maxRegisteredResourcesWaitingTime", PATIENCE_SECONDS + "s")
                .config("spark.cores.max", "2")
                .config("spark.network.timeout", "60s")
                .config("spark.shuffle.io.maxRetries", "1") // what a killed worker had is soon made again
                .config("spark.shuffle.io.retryWait", "1s")
                .getOrCreate();
    }

    /** Kills a worker, from 1, as {@code kill -9} does; its executor goes with it. */
    void kill(int worker) throws InterruptedException {
        Process process = processes.get(worker);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    boolean isAlive(int worker) {
        return processes.get(worker).isAlive();
    }

    private void launch(String name, String type, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                type,
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SPARK_HOME", folder.resolve("home").toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.redirectErrorStream(true).redirectOutput(log(name).toFile());
        processes.add(builder.start());
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private void awaitMaster() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline && processes.get(0).isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return;
            } catch (IOException e) {
                Thread.sleep(200);
            }
        }
        throw new IOException("the master did not start: " + logs());
    }

    private String logs() throws IOException {
        StringBuilder text = new StringBuilder();
        File[] files = folder.toFile().listFiles((dir, name) -> name.endsWith(".log"));
        for (File file : files == null ? new File[0] : files) {
            text.append(Files.readString(file.toPath(), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
