package dev.echelon.internal.marginal;
import org.junit.platform.launcher.*;
import org.junit.platform.launcher.core.*;
import org.junit.platform.launcher.listeners.*;
import org.junit.platform.engine.discovery.DiscoverySelectors;
public class Run { public static void main(String[] a) throws Exception {
  LauncherDiscoveryRequestBuilder b = LauncherDiscoveryRequestBuilder.request();
  for (String s : a) b.selectors(s.contains("#") ? DiscoverySelectors.selectMethod("dev.echelon."+s) : DiscoverySelectors.selectClass("dev.echelon."+s));
  SummaryGeneratingListener l = new SummaryGeneratingListener();
  Launcher launcher = LauncherFactory.create(); launcher.execute(b.build(), l);
  l.getSummary().printFailuresTo(new java.io.PrintWriter(System.out), 4); var s=l.getSummary(); System.out.println("ok "+s.getTestsSucceededCount()+" failed "+s.getTestsFailedCount()+" aborted "+s.getTestsAbortedCount());
}}
