//Maya ASCII 2016 scene
//Name: legacy_tiles.ma
//Codeset: UTF-8
requires maya "2016";
currentUnit -l centimeter -a degree -t film;
fileInfo "application" "maya";
createNode transform -n "shotCam";
createNode camera -n "shotCamShape" -p "shotCam";
	setAttr -k off ".v";
createNode renderLayerManager -n "renderLayerManager";
	setAttr -s 2 ".rlmi[1:1]"  1;
createNode renderLayer -n "defaultRenderLayer";
	setAttr ".g" yes;
	setAttr ".rndr" no;
createNode file -n "skin";
	setAttr ".ftn" -type "string" "sourceimages/a.png";
	setAttr ".uvt" 4;
	setAttr -s 1 ".eut";
	setAttr ".eut[0].eutn" -type "string" "sourceimages/b.png";
createNode network -n "lut";
	addAttr -ci true -uaf -sn "lp" -ln "lutPath" -dt "string";
	setAttr ".lp" -type "string" "sourceimages/day.cube";
createNode renderLayer -n "dusk";
	setAttr ".do" 1;
	setAttr -s 2 ".adjs";
	setAttr ".adjs[0].val" -type "string" "sourceimages/dusk.png";
	setAttr ".adjs[1].val" -type "string" "sourceimages/dusk.cube";
connectAttr "renderLayerManager.rlmi[0]" "defaultRenderLayer.rlid";
connectAttr "renderLayerManager.rlmi[1]" "dusk.rlid";
connectAttr "skin.eut[0].eutn" "dusk.adjs[0].plg";
connectAttr "lut.lp" "dusk.adjs[1].plg";
// End of legacy_tiles.ma
