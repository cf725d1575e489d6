/** Each stream takes a file descriptor of the server and one of ours; Node takes as many as it may. @throws Error when they are too few */
export function assertDescriptors(streams: number): void {
  const report = process.report.getReport() as { userLimits?: { open_files?: { hard: number | string } } };
  const most = Number(report.userLimits?.open_files?.hard);
  const needed = streams + 200;
  if (most < needed) {
    throw new Error(
      `A process may open only ${most} files here, and ${streams} streams need ${needed}: ulimit -n ${needed}`,
    );
  }
}
