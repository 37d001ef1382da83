# Draws growth.png from growth.csv in the current folder.
set terminal pngcairo size 1000,800 font "sans,11"
set output 'growth.png'
set datafile separator ','
set multiplot layout 2,2 title "What a step costs"
set grid lc rgb '#dddddd'
set key left top
set format x '%.0s%c'
set style line 1 lc rgb '#1f77b4' lw 2 pt 7 ps 0.8
set style line 2 lc rgb '#999999' lw 1 dt 2
rows(what) = sprintf("< awk -F, '$1 == \"%s\"' growth.csv", what)
do for [what in "nodes parameters batch"] {
  set logscale xy 2
  set format y '%.0s%c'
  set ylabel 'microseconds'
  set xlabel (what eq 'nodes' ? 'nodes of the graph: chain of small operations' : \
              what eq 'batch' ? 'samples in the batch, 784-128-10 network' : \
              'parameters of a 784-H-10 network, 64 samples')
  stats rows(what) using 2:3 nooutput
  plot rows(what) using 2:3 with linespoints ls 1 title 'measured', \
       rows(what) using 2:(STATS_max_y * $2 / STATS_max_x) with lines ls 2 title 'in proportion'
}
unset logscale
set format '%g'
set xlabel 'threads, 784-1024-10 network, 1024 samples'
set ylabel 'milliseconds of wall time'
set boxwidth 0.5
set style fill solid 0.6
set yrange [0:*]
set xtics 1
set xrange [0.4:*]
plot rows('threads') using 2:($3/1000) with boxes lc rgb '#1f77b4' notitle
unset multiplot
